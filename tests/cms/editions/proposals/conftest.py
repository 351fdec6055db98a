"""A clinic that replaced a block, added one and has its own summary; people who may propose and release."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from wagtail.models import Page

from cms.accounts.models import User
from cms.clinics.models import Clinic, ClinicRole
from cms.clinics.roles import LIBRARY_EDITOR, mirror_role
from cms.editions.actions import decide
from cms.editions.models import Edition
from cms.library.models import LibraryIndex
from cms.library.queries import library_collection
from cms.testing.network import block_id, text_block
from cms.testing.snapshots import build_once

OWN = "Our own second words."


@pytest.fixture
def edition(network) -> Edition:
    """New York's edition with words of its own in three places."""
    build_once("own words", lambda: own_words(network.newyork_edition).pk)
    return Edition.objects.get(pk=network.newyork_edition.pk)


@pytest.fixture
def editor(network) -> User:
    """A library editor."""
    group = mirror_role(
        LIBRARY_EDITOR, pages=list(LibraryIndex.objects.all()), collections=[library_collection()]
    )
    return _user("editor@example.org", group)


@pytest.fixture
def marketer(network) -> Callable[[Clinic], User]:
    """Make the marketer of a clinic."""

    def make(clinic: Clinic) -> User:
        role = ClinicRole.objects.for_clinic(clinic).select_related("group").get(role="clinic_marketer")
        return _user(f"marketer@{clinic.slug}.example", role.group)

    return make


def own_words(edition: Edition) -> Edition:
    """Replace block 2, add block 50 after it, and write a summary."""
    decide(
        edition,
        replaced=[text_block(2, OWN)],
        added=[(block_id(2), text_block(50, "A block of our own."))],
        fields={"summary": "Our own summary."},
    )
    return Edition.objects.get(pk=edition.pk)


def _user(email: str, group: object) -> User:
    user = User.objects.create_user(email, "secret")
    user.groups.add(group)
    return user


def words_of(page: Page) -> list[tuple[str, str]]:
    """Return ids and words of the blocks of a library page."""
    return [(block["id"], block["value"]["body"]) for block in page.body.get_prep_value()]
