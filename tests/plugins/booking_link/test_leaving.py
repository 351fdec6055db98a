"""Booking links are switched off and taken out of the code while the work on pages goes on, and come back.

What is compared is what the database holds, past all code of ours, and every row of the reference index.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from wagtail.models import ReferenceIndex

from cms.editions.editor.actions import decide
from cms.pages.models import PlainPage
from cms.plugins.actions import switch_off, switch_on
from cms.plugins.models import Activation
from cms.plugins.registry import registry
from cms.testing.network import block_id, home_of, publish, text_block
from plugins.booking_link.fields.link_block import stored
from plugins.booking_link.links.link import parse
from plugins.booking_link.targets.own_links import BLOCK
from tests.plugins.booking_link.clinics import offer_booking, visit
from tests.plugins.booking_link.setting_up import ROOT, service

CLINIKO = "https://hudson.uk1.cliniko.com/bookings?appointment_type_id=1234567890123456789#service"
PLACES = {"plain page": "body", "library page": "body", "edition": "local"}
Pages = Mapping[str, Any]


@pytest.fixture
def pages(network: Any) -> Pages:
    """A page of each sort that holds the block, with a link of its own and words that refer to a page."""
    home = home_of(network.newyork)
    link = f'<p data-block-key="abcde"><a linktype="page" id="{home.pk}">Home</a></p>'

    def block(number: int) -> dict[str, Any]:
        value = {
            "heading": "Ears",
            "text": link,
            "intent": "auriculotherapy",
            "label": "Book it",
            "shown_as": "frame",
            "link": stored(parse(CLINIKO)),
            "policy": "open",
        }
        return {"type": BLOCK, "value": value, "id": block_id(number)}

    ear = service("ear", f"{ROOT}#/ear", "auriculotherapy")
    offer_booking(network.newyork, services=[ear], embedded=True)
    plain = PlainPage(title="Booking", slug="booking", body="[]")
    home.add_child(instance=plain)
    publish(plain, body=[text_block(21, "Before."), block(22), text_block(23, "After.")])
    publish(network.english, body=[*(text_block(number, "Words.") for number in (1, 2, 3)), block(4)])
    edition = network.newyork_edition
    edition.refresh_from_db()
    decide(edition, replaced=[block(1)], added=[(block_id(2), block(7))])
    return {"plain page": plain, "library page": network.english, "edition": edition}


@contextmanager
def uninstalled() -> Iterator[None]:
    """Let the plugin be gone, as if its code were not there."""
    before = tuple(one.installed for one in registry.entries)
    registry.fill(one for one in before if one.name != "booking_link")
    try:
        yield
    finally:
        registry.fill(before)


def in_database(page: Any, place: str) -> list[str]:
    """Return the blocks of the plugin in the column of a page, each as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {place} FROM {page._meta.db_table} WHERE page_ptr_id = %s",
            [page.pk],
        )
        return found_in(json.loads(cursor.fetchone()[0]))


def found_in(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        if value.get("type") == BLOCK:
            return [json.dumps(value)]
        value = list(value.values())
    return [found for part in value for found in found_in(part)] if isinstance(value, list) else []


def references(page: Any) -> set[tuple[str, ...]]:
    rows = ReferenceIndex.objects.filter(object_id=str(page.pk))
    return set(rows.values_list("to_object_id", "model_path", "content_path"))


def edit(page: Any, title: str) -> None:
    """Change a page as its newest draft, and publish it."""
    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.title = title
    draft.save_revision().publish()


@pytest.mark.parametrize(("kind", "place"), PLACES.items())
def test_json_and_references_are_the_same_after_the_plugin_was_gone(network, pages, kind, place) -> None:
    page = pages[kind]
    before, referred = in_database(page, place), references(page)
    settings = Activation.objects.for_clinic(network.newyork).get().settings
    assert (len(before), bool(referred)) == (2 if kind == "edition" else 1, True)
    switch_off(network.newyork, "booking_link", user=None)
    edit(page, "While it is off")
    assert (in_database(page, place), references(page)) == (before, referred)
    with uninstalled():
        edit(page, "While it is gone")
        call_command("rebuild_references_index", verbosity=0)
    edit(page, "Back in the code")
    switch_on(network.newyork, "booking_link", user=None)
    edit(page, "On again")
    call_command("rebuild_references_index", verbosity=0)
    assert (in_database(page, place), references(page)) == (before, referred)
    assert Activation.objects.for_clinic(network.newyork).get().settings == settings


def test_button_leads_where_it_led_after_the_plugin_was_gone(network, pages) -> None:
    def button() -> tuple[str, str]:
        page = BeautifulSoup(visit(network.newyork, "/booking/").content, "html.parser")
        link = page.select_one(f".block--{BLOCK} a[data-booking]")
        return link.text, visit(network.newyork, link["href"])["Location"]

    assert button() == ("Book it", CLINIKO)
    with uninstalled():
        answer = visit(network.newyork, "/booking/")
        shown = [words in answer.content.decode() for words in ("Before.", "Book it", "After.")]
        assert (answer.status_code, shown) == (200, [True, False, True])
        edit(pages["plain page"], "While it is gone")
    assert button() == ("Book it", CLINIKO)
