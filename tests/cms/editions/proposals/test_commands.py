"""Proposals from scripts."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from cms.editions.proposals.commands import EDITION_COMMANDS, RELEASE_COMMANDS
from cms.testing.network import block_id

COMMANDS = {command.name: command for command in (*EDITION_COMMANDS, *RELEASE_COMMANDS)}


def run(command: str, **options):
    """Run a command with the values that its parser would give."""
    given = {"user": None, "note": "", "clinic": "", "state": "", "reason": "", "merged": False}
    return COMMANDS[command].run({**given, "release_class": "editorial", **options})


def test_commands_offer_list_and_accept(edition) -> None:
    made = run("propose", edition=edition.pk, target=block_id(2), note="Better.")
    assert run("proposals", state="open") == [made]
    accepted = run("accept-proposal", proposal=made["id"])
    assert (accepted["state"], accepted["release"] is None) == ("accepted", False)
    assert run("proposals", state="open") == []


def test_commands_decline_and_withdraw(edition) -> None:
    first = run("propose", edition=edition.pk, target=block_id(2))
    assert run("decline-proposal", proposal=first["id"], reason="No.")["reason"] == "No."
    second = run("propose", edition=edition.pk, target=block_id(2))
    assert run("withdraw", proposal=second["id"])["state"] == "withdrawn"


def test_list_of_a_clinics_user_holds_that_clinic_alone(network, edition, marketer, editor) -> None:
    made = run("propose", edition=edition.pk, target=block_id(2))
    assert run("proposals", user=marketer(network.aalborg)) == []
    assert run("proposals", user=marketer(network.newyork)) == [made]
    assert run("proposals", user=editor) == [made]


def test_unknown_keys_are_named(edition) -> None:
    with pytest.raises(CommandError, match="no edition 99999"):
        run("propose", edition=99999, target="title")
    with pytest.raises(CommandError, match="no proposal 99999"):
        run("withdraw", proposal=99999)


def test_refusals_of_the_actions_reach_the_script(edition) -> None:
    with pytest.raises(ValidationError, match="nothing to propose"):
        run("propose", edition=edition.pk, target="title")
