"""What scripts can ask and do."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError
from django.core.serializers.json import DjangoJSONEncoder

from cms.editions.actions import decide
from cms.editions.oversight.commands import EDITION_COMMANDS, RELEASE_COMMANDS
from cms.testing.network import block_id, text_block


def run(name: str, **options) -> object:
    command = next(one for one in (*EDITION_COMMANDS, *RELEASE_COMMANDS) if one.name == name)
    return json.loads(json.dumps(command.run({"user": None, **options}), cls=DjangoJSONEncoder))


def test_matrix_and_who_replaces_print_the_same_decision(network):
    decide(network.newyork_edition, replaced=[text_block(2, "Ours.")])
    assert [(row["title"], row["own_versions"], row["fresh"]) for row in run("matrix")] == [
        ("Sciatica", 1, 1)
    ]
    page = run("matrix", page=str(network.english.translation_key))
    assert [part["target"] for part in page["parts"] if part["own_versions"]] == [block_id(2)]
    found = [part for part in run("who-replaces", words="heading 2") if part["decisions"]]
    assert [(part["target"], part["decisions"][0]["clinic"]) for part in found] == [
        (block_id(2), "Newyork Clinic")
    ]


def test_corrections_are_reported_and_acknowledged(network, correction):
    assert [row["asked"] for row in run("corrections", open=True)] == [2]
    run("acknowledge", correction=correction.pk, clinic="newyork", note="Read.")
    states = {row["slug"]: row["state"] for row in run("report", correction=correction.pk)["clinics"]}
    assert states == {"newyork": "acknowledged", "aalborg": "waiting"}
    assert run("remind", day=correction.deadline)["without_address"] == ["Aalborg Clinic"]


def test_reindex_prints_what_was_wrong(network):
    assert run("reindex") == {"missing": 0, "needless": 0, "different": 0}


def test_what_does_not_exist_is_a_sentence(network):
    for name, options in (
        ("matrix", {"clinic": "nowhere"}),
        ("matrix", {"page": "no key"}),
        ("report", {"correction": 99}),
        ("acknowledge", {"correction": 99, "clinic": "newyork"}),
    ):
        with pytest.raises(CommandError, match=r"\.$"):
            run(name, **options)


@pytest.mark.parametrize("name", ["matrix", "corrections", "reindex", "remind"])
def test_a_clinic_may_not_ask_about_the_network(network, staff, name):
    with pytest.raises(PermissionDenied):
        run(name, user=staff["marketer.newyork"])
