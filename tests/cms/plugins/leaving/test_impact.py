"""What goes out of sight with a plugin: found in published pages, drafts, local layers and the library."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.pages.models import SectionIndex
from cms.plugins.actions import allow, switch_on
from cms.plugins.leaving.impact import impact_at, impact_everywhere
from cms.plugins.leaving.uses import uses_of
from cms.testing.network import home_of, publish, text_block
from tests.cms.plugins.leaving.conftest import plain, quote, run
from tests.cms.plugins.people import member, said, signed_in
from tests.plugins_for_tests.case_book.models import CasePage


def found(clinic):
    return {
        (use.title, use.is_published, use.is_draft, use.is_inherited)
        for use in impact_at(clinic, "case_book").uses
    }


def test_clinic_without_anything_of_it_notices_nothing(case_book) -> None:
    impact = impact_at(case_book.newyork, "case_book")
    assert (impact.is_on, impact.is_nothing, impact.languages) == (True, True, ())


def test_blocks_are_found_in_published_pages_and_in_drafts(case_book) -> None:
    plain(case_book.newyork, text_block(1, "Words."), quote(2), slug="shown")
    plain(case_book.newyork, quote(3), slug="drafted", live=False)
    both = plain(case_book.newyork, quote(4), slug="both")
    both.title = "Both, again"
    both.save_revision()
    plain(case_book.newyork, text_block(5, "case_book__quote"), slug="only-words")
    plain(case_book.aalborg, quote(6), slug="elsewhere")
    assert found(case_book.newyork) == {
        ("Shown", True, False, False),
        ("Drafted", False, True, False),
        ("Both", True, True, False),
    }
    impact = impact_at(case_book.newyork, "case_book")
    assert (impact.published, impact.drafts, impact.inherited, impact.languages) == (2, 2, 0, ("en",))


def test_blocks_are_found_in_the_local_layer_of_an_edition(case_book) -> None:
    edition = case_book.newyork_edition
    edition.local = json.dumps([{"type": "add", "value": {"content": [quote(9)]}, "id": quote(9)["id"]}])
    edition.save_revision().publish()
    assert found(case_book.newyork) == {("Sciatica", True, False, False)}
    assert found(case_book.aalborg) == set()


def test_blocks_of_the_library_count_where_they_are_shown(case_book) -> None:
    publish(case_book.english, body=[text_block(1, "First words."), quote(7)])
    assert found(case_book.newyork) == {("Sciatica", True, False, True)}
    # Aalborg follows it in English as well; its Danish page follows the Danish text.
    assert [use.language for use in impact_at(case_book.aalborg, "case_book").uses] == ["en"]
    edition = case_book.newyork_edition
    edition.local = json.dumps([{"type": "hide", "value": {"target": quote(7)["id"]}, "id": "h"}])
    edition.save_revision().publish()
    assert found(case_book.newyork) == set()


def test_own_pages_and_places_are_counted(case_book, booking) -> None:
    section = SectionIndex.objects.descendant_of(home_of(case_book.newyork)).get()
    for number, live in ((1, False), (2, False)):
        section.add_child(instance=CasePage(title=f"{number}", slug=f"{number}", live=live))
    (pages,) = impact_at(case_book.newyork, "case_book").page_types
    assert (pages.name, pages.language, pages.published, pages.drafts) == ("case", "en", 0, 2)
    assert "One link or button in the header of every page of a clinic." in (
        impact_at(case_book.newyork, "booking_link").places
    )


def test_what_is_no_plugin_has_no_impact(case_book) -> None:
    with pytest.raises(ValidationError, match="“pages” is no plugin, but a part of the system"):
        impact_at(case_book.newyork, "pages")
    with pytest.raises(ValidationError, match="Nothing is known of a plugin “nothing”"):
        impact_everywhere("nothing")


def test_search_for_blocks_takes_as_many_queries_for_one_page_as_for_three(case_book) -> None:
    plain(case_book.newyork, quote(1), slug="one")
    with CaptureQueriesContext(connection) as for_one:
        assert len(uses_of("case_book")) == 1
    for number in (2, 3):
        plain(case_book.newyork, quote(number), slug=f"n{number}", live=False)
    allow("case_book", user=None)
    switch_on(case_book.aalborg, "case_book", user=None)
    plain(case_book.aalborg, quote(4), slug="there")
    with CaptureQueriesContext(connection) as for_four:
        assert len(uses_of("case_book")) == 4
    assert len(for_four) == len(for_one)


def test_command_tells_of_one_clinic_with_its_pages_and_of_all_in_numbers(case_book, capsys) -> None:
    plain(case_book.newyork, quote(1), slug="shown")
    plain(case_book.aalborg, quote(2), slug="there", live=False)
    publish(case_book.english, body=[text_block(1, "First words."), quote(7)])
    told = run("impact", "case_book", "--clinic", "newyork", capsys=capsys)
    assert (told["on"], told["published"], told["from_the_library"]) == (True, 2, 1)
    assert {page["title"] for page in told["pages"]} == {"Sciatica", "Shown"}
    assert {tuple(page["types"]) for page in told["pages"]} == {("case_book__quote",)}
    told = run("impact", "case_book", capsys=capsys)
    assert told["library_pages"] == 1
    assert {slug: (one["on"], one["published"], one["drafts"]) for slug, one in told["clinics"].items()} == {
        "newyork": (True, 2, 0),
        "aalborg": (False, 1, 1),
    }
    with pytest.raises(CommandError, match="Nothing is known of a plugin “nothing”"):
        call_command("plugins", "impact", "nothing")


def test_owner_reads_the_impact_before_switching_off(case_book) -> None:
    plain(case_book.newyork, quote(1), slug="shown")
    owner = signed_in(member(case_book.newyork, "clinic_owner"))
    screen = owner.get("/plugins/newyork/").content.decode()
    assert 'href="/plugins/newyork/case_book/switch-off/"' in screen
    report = owner.get("/plugins/newyork/case_book/switch-off/").content.decode()
    assert "1 published page shows one of its blocks." in report
    assert "Shown" in report
    assert "Nothing is deleted." in report
    response = owner.post("/plugins/newyork/case_book/switch/", {"to": "off"})
    assert said(response) == ["“Case book” is off. What it holds is kept."]
    neighbour = signed_in(member(case_book.aalborg, "clinic_owner"))
    assert neighbour.get("/plugins/newyork/case_book/switch-off/").status_code == 404
    marketer = signed_in(member(case_book.newyork, "clinic_marketer"))
    assert marketer.get("/plugins/newyork/case_book/switch-off/")["Location"] == "/"
