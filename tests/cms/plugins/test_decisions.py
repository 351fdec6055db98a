"""What the network decides about plugins is in the log: who, when, what and why."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.plugins.actions import allow, forbid, switch_off
from cms.plugins.data.erasing import erase_person
from cms.plugins.decisions import ALLOWED, FORBIDDEN, PURGED, RETIRED
from cms.plugins.leaving.purging import purge
from cms.plugins.models import Allowance
from tests.cms.plugins.people import member, signed_in
from tests.cms.plugins.test_activation import owner_of_network

WHY = "The contract ends in May."


def logged() -> list[tuple]:
    """Return what the log says of plugins, oldest first, and take it out."""
    rows = ModelLogEntry.objects.filter(action__startswith="plugins.").order_by("pk")
    found = [(row.action, row.label, row.user and row.user.email, row.data) for row in rows]
    rows.delete()
    return found


def test_allowing_and_forbidding_are_logged_once(network) -> None:
    before, user = timezone.now(), owner_of_network()
    allow("booking_link", user=user, why=f" {WHY} ")
    allow("booking_link", user=user, why="Again.")
    assert ModelLogEntry.objects.get(action=ALLOWED).timestamp >= before
    forbid("booking_link", user=None)
    forbid("booking_link", user=None)
    assert logged() == [
        (ALLOWED, "booking_link", user.email, {"plugin": "booking_link", "why": WHY}),
        (FORBIDDEN, "booking_link", None, {"plugin": "booking_link", "clinics": 0}),
    ]


def test_commands_log_on_behalf_of_whom_and_why(case_book, tmp_path) -> None:
    logged()
    user = owner_of_network()
    told = {"plugin": "case_book", "why": WHY}
    call_command("plugins", "--user", user.email, "allow", "booking_link", "--why", WHY)
    call_command("plugins", "--user", user.email, "forbid", "booking_link", "--why", WHY)
    assert [(row[0], row[2], row[3]["why"]) for row in logged()] == [
        (ALLOWED, user.email, WHY),
        (FORBIDDEN, user.email, WHY),
    ]
    retirement = ("retire", "case_book", "--yes", "--export", str(tmp_path), "--why", WHY)
    call_command("plugins", "--user", user.email, *retirement)
    assert logged() == [
        (RETIRED, "case_book", user.email, {**told, "clinics": 1, "pages": 0, "files": 1}),
        (FORBIDDEN, "case_book", user.email, {**told, "clinics": 1}),
    ]
    call_command("plugins", "--user", user.email, "purge", "case_book", "--yes", "--why", WHY)
    rows = {"case_book_book": 1, "case_book_consent": 0}
    deleted = {"pages": 0, "rows": rows, "choices": 1, "pages_with_blocks": 0, "blocks": {}}
    assert logged() == [(PURGED, "case_book", user.email, {**told, "with_blocks": False, **deleted})]
    assert not Allowance.objects.exists()


def test_what_is_refused_or_only_planned_is_not_logged(case_book) -> None:
    logged()
    owner = member(case_book.newyork, "clinic_owner")
    for decide in (allow, forbid):
        with pytest.raises(PermissionDenied):
            decide("case_book", user=owner)
    with pytest.raises(ValidationError):
        allow("nothing", user=None)
    with pytest.raises(ValidationError):
        purge("case_book", with_blocks=False, user=None)
    switch_off(case_book.newyork, "case_book", user=None)
    for command in ("retire", "purge"):
        with pytest.raises(CommandError, match="Nothing was done"):
            call_command("plugins", command, "case_book")
    assert logged() == []


def test_network_reads_in_the_admin_what_it_decided_there(case_book) -> None:
    admin = signed_in(owner_of_network())
    admin.post("/plugins/newyork/booking_link/switch/", {"to": "allowed"})
    form = admin.get("/plugins/newyork/booking_link/forbid/").content.decode()
    assert 'name="why"' in form
    admin.post("/plugins/newyork/booking_link/switch/", {"to": "forbidden", "why": WHY})
    history = admin.get("/reports/site-history/").content.decode()
    for words in ("Let clinics use the plugin", f"Took the plugin from all clinics: {WHY}"):
        assert words in history
    owner = signed_in(member(case_book.newyork, "clinic_owner"))
    assert "Took the plugin from all clinics" not in owner.get("/reports/site-history/").content.decode()


def test_reasons_are_redacted_when_a_person_is_erased(network) -> None:
    allow("booking_link", user=None, why="Ann Ray asked for it.")
    erase_person("Ann Ray", user=None)
    assert logged() == [(ALLOWED, "booking_link", None, {"plugin": "booking_link", "why": "[…]"})]
