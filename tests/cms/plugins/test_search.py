"""What visitors find of plugins: what shows where they are on, nothing where they are off, gone or fail."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cms.editions.editor.actions import decide
from cms.pages.models import SectionIndex
from cms.plugins.actions import switch_off, switch_on
from cms.plugins.api import Passage, SearchText
from cms.testing.network import block_id, home_of
from tests.cms.plugins.leaflets import leaflet
from tests.plugins_for_tests.case_book.models import CasePage, Consent


def found(network: Any, clinic: Any, question: str) -> list[str]:
    response = network.get(clinic, f"/-/search/?q={question}")
    return [result.url for result in response.context["results"]]


def test_block_is_found_only_where_its_plugin_is_on(leaflets, plain_pages, network) -> None:
    assert found(network, network.newyork, "leaflet+ask") == ["/leaflets/"]
    assert found(network, network.aalborg, "ask") == []
    switch_off(network.newyork, "leaflet", user=None)
    assert found(network, network.newyork, "ask") == []
    assert found(network, network.newyork, "leaflets+before+after") == ["/leaflets/"]


def test_block_that_is_sealed_is_not_found_until_it_is_back(leaflets, network) -> None:
    decide(network.newyork_edition, added=[(block_id(1), leaflet(6, "Ours to take home."))])
    assert found(network, network.newyork, "take+home") == ["/conditions/sciatica/"]
    leaflets.take_away()
    assert found(network, network.newyork, "take+home") == []
    assert found(network, network.newyork, "first+words") == ["/conditions/sciatica/"]
    leaflets.put_back()
    assert found(network, network.newyork, "take+home") == ["/conditions/sciatica/"]


@pytest.fixture
def case(case_book):
    Consent.objects.create(clinic=case_book.newyork, person="P. 1", given_on=date(2026, 1, 2))
    section = SectionIndex.objects.descendant_of(home_of(case_book.newyork)).get()
    page = CasePage(title="A sore back", slug="sore-back", person="P. 1", live=True)
    return section.add_child(instance=page)


def test_page_is_found_only_where_its_plugin_is_on(case_book, case) -> None:
    assert found(case_book, case_book.newyork, "sore") == ["/conditions/sore-back/"]
    switch_off(case_book.newyork, "case_book", user=None)
    assert found(case_book, case_book.newyork, "sore") == []
    switch_on(case_book.newyork, "case_book", user=None)
    assert found(case_book, case_book.newyork, "sore") == ["/conditions/sore-back/"]


def fail(pages: Any) -> Any:
    raise ValueError("No words.")


@pytest.mark.parametrize(
    "told",
    [
        fail,
        lambda pages: None,
        lambda pages: {page.pk: "words" for page in pages},
        lambda pages: {page.pk: SearchText("A sore back", page.url) for page in pages},
        lambda pages: {page.pk: SearchText(Passage(7), page.url) for page in pages},
        lambda pages: (
            dict.fromkeys(range(100), SearchText(Passage("A sore back"), "/elsewhere/")) | {pages[0].pk: None}
        ),
    ],
)
def test_pages_that_fail_to_tell_their_words_leave_the_others(case_book, case, monkeypatch, told) -> None:
    monkeypatch.setattr(CasePage, "search_texts", told)
    assert found(case_book, case_book.newyork, "sore") == []
    assert found(case_book, case_book.newyork, "sciatica") == ["/conditions/sciatica/"]


def test_pages_are_found_by_what_their_plugin_tells_of_them(case_book, case, monkeypatch) -> None:
    def tell(pages: Any) -> Any:
        return {
            page.pk: SearchText(Passage(page.title), page.url, Passage("It got better.")) for page in pages
        }

    monkeypatch.setattr(CasePage, "search_texts", tell)
    assert found(case_book, case_book.newyork, "got+better") == ["/conditions/sore-back/"]
