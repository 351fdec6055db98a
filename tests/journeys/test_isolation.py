"""Staff of one clinic stay within it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(
    "place", ["/aalborg-da/lidelser/iskias/", "/aalborg-en/", "/minnetonka/conditions/sciatica/"]
)
def test_marketer_finds_no_pages_of_other_clinics(editor, network, place) -> None:
    marketer = editor("marketer.newyork")
    marketer.expected_errors.add(404)
    answer = marketer.page.goto(marketer.address(f"/pages/{network.page_id(place)}/edit/"))
    assert answer.status == 404
    expect(marketer.page.locator("form")).to_have_count(0)


def test_marketer_cannot_edit_the_library(editor, network) -> None:
    marketer = editor("marketer.newyork")
    marketer.page.goto(marketer.address(f"/pages/{network.page_id('/library-en/sciatica/')}/edit/"))
    expect(marketer.page).to_have_url(marketer.address("/"))
    expect(marketer.page.locator(".messages .error")).to_contain_text("you do not have permission")
    marketer.scan()


def test_marketer_sees_only_the_pages_of_the_clinic(editor) -> None:
    marketer = editor("marketer.newyork")
    marketer.visit("/pages/")
    expect(marketer.page).to_have_title(re.compile("Hudson Acupuncture"))
    listed = marketer.page.locator("table .title-wrapper")
    assert sorted(text.strip() for text in listed.all_inner_texts()) == [
        "About us",
        "Conditions",
        "News",
        "Treatments",
        "Your first visit and prices",
    ]
