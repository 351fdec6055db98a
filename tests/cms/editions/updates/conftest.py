"""A clinic that decided about a page, and a library that moves on."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.utils import timezone

from cms.accounts.models import User
from cms.clinics.models import Clinic, ClinicRole
from cms.clinics.roles import NETWORK_OWNER, mirror_role
from cms.editions.actions import decide
from cms.editions.models import Edition
from cms.editions.updates.queries import waiting
from cms.library.actions import release
from cms.library.models import LibraryPage, Release
from cms.testing.network import block_id, text_block
from cms.testing.snapshots import build_once


def stored(number: int, words: str, **value: Any) -> dict[str, Any]:
    return text_block(number, words, **value)


def marketer_of(clinic: Clinic) -> User:
    user, is_new = User.objects.get_or_create(email=f"marketer@{clinic.slug}.example")
    if is_new:
        role = ClinicRole.objects.for_clinic(clinic).get(role="clinic_marketer")
        user.groups.add(role.group)
    return user


def network_owner() -> User:
    from wagtail.models import Page

    group = mirror_role(NETWORK_OWNER, pages=[Page.get_first_root_node()], collections=[])
    user = User.objects.create_user("owner@network.example")
    user.groups.add(group)
    return user


def move_on(
    page: LibraryPage, *, gone: tuple[int, ...] = (), corrected: tuple[str, ...] = (), **words: Any
) -> Release:
    """Release ``page`` with new words: ``b2="New."`` for a block, ``summary="New."`` for a field."""
    page = LibraryPage.objects.get(pk=page.pk)
    rows = []
    for raw in page.body.get_prep_value():
        number = int(raw["id"][:8])
        if number in gone:
            continue
        if f"b{number}" in words:
            raw = {**raw, "value": {**raw["value"], "body": f"<p>{words[f'b{number}']}</p>"}}
        rows.append(raw)
    page.body = json.dumps(rows)
    for name, value in words.items():
        if not name.startswith("b"):
            setattr(page, name, value)
    options: dict[str, Any] = {"release_class": "editorial", "note": "Changed."}
    if corrected:
        options = {
            "release_class": "safety",
            "note": "Corrected.",
            "corrected": corrected,
            "reason": "A risk was missing.",
            "deadline": timezone.localdate() + datetime.timedelta(days=9),
        }
    return release(page, user=None, **options)


def the(clinic: Clinic, target: str) -> Any:
    """Return the one item that waits about a target."""
    (found,) = [one for one in waiting(clinic) if one.target == target]
    return found


def shape(clinic: Clinic) -> list[tuple[str, list[str]]]:
    return [(one.target, sorted(reason.value for reason in one.reasons)) for one in waiting(clinic)]


def shown(network: Any, clinic: Clinic, path: str = "/conditions/sciatica/") -> str:
    return network.get(clinic, path).content.decode()


def fresh(edition: Edition) -> Edition:
    return Edition.objects.get(pk=edition.pk)


@pytest.fixture
def decided(network):
    """New York's page with a version of blocks 1 and 2 and of the summary; block 4 is hidden."""
    build_once("decided", lambda: decide_once(network.newyork_edition))
    network.newyork_edition = fresh(network.newyork_edition)
    return network


def decide_once(edition: Edition) -> None:
    decide(
        edition,
        replaced=[stored(1, "First words. Our own first."), stored(2, "Our second.")],
        hidden=[block_id(4)],
        fields={"summary": "Our summary."},
    )
