"""Pages of plugins: made and shown where the plugin is on, kept and hidden elsewhere."""

from __future__ import annotations

from datetime import date

import pytest

from cms.pages.models import SectionIndex
from cms.plugins.actions import switch_off, switch_on
from cms.testing.network import home_of
from tests.plugins_for_tests.case_book.models import CasePage, Consent


@pytest.fixture
def case(case_book):
    """A published case in the section of conditions of New York, in the menu."""
    Consent.objects.create(clinic=case_book.newyork, person="P. 1", given_on=date(2026, 1, 2))
    section = SectionIndex.objects.descendant_of(home_of(case_book.newyork)).get()
    page = CasePage(
        title="A sore back",
        slug="sore-back",
        person="P. 1",
        story="It got better.",
        show_in_menus=True,
        live=True,
    )
    return section.add_child(instance=page)


PATH = "/conditions/sore-back/"


def test_page_is_shown_with_what_surrounds_every_page(case_book, case) -> None:
    found = case_book.get(case_book.newyork, PATH)
    assert found.status_code == 200
    assert "It got better." in found.content.decode()
    assert "site-footer" in found.content.decode()
    assert case.url == "http://newyork.localhost/conditions/sore-back/"
    assert "A sore back" in case_book.get(case_book.newyork, "/conditions/").content.decode()


def test_page_is_not_found_and_not_listed_where_the_plugin_is_off(case_book, case) -> None:
    switch_off(case_book.newyork, "case_book", user=None)
    assert case_book.get(case_book.newyork, PATH).status_code == 404
    for path in ("/conditions/", "/"):
        assert "A sore back" not in case_book.get(case_book.newyork, path).content.decode()
    switch_on(case_book.newyork, "case_book", user=None)
    assert case_book.get(case_book.newyork, PATH).status_code == 200
