"""Minnetonka's own advice was parked by a correction: the editor says so, and leads to the answer."""

from __future__ import annotations

import re

from playwright.sync_api import expect

EDITION = "/minnetonka/treatments/auriculotherapy/"
PATH = "/treatments/auriculotherapy/"
SEEDS = "Looking after ear seeds at home"
WARNING = "Keep seeds away from small children and pets"


def test_parked_version_says_that_it_is_not_shown_and_how_to_show_it(editor, visitor_of, network) -> None:
    marketer = editor("marketer.minnetonka")
    marketer.open_page(network.page_id(EDITION))
    row = marketer.row(SEEDS)
    expect(row).to_contain_text("Our version, not shown")
    expect(row).to_contain_text("visitors see the library’s corrected text instead of your version")
    expect(row).to_contain_text("Your words are kept here.")
    # Better words do not make it show: that takes an answer.
    row.locator("[name$='-content-0-value-heading']").fill("Ear seeds, as we advise")
    marketer.publish()
    visitor = visitor_of("minnetonka")
    visitor.visit(PATH)
    expect(visitor.section(SEEDS)).to_contain_text(WARNING)
    assert "Ear seeds, as we advise" not in visitor.headings()

    marketer.open_page(network.page_id(EDITION))
    marketer.row(SEEDS).get_by_role("link", name="Show your own words again: answer this update").click()
    expect(marketer.page.get_by_role("heading", name=re.compile(SEEDS))).to_be_visible()
    marketer.scan()
    marketer.page.get_by_label("Why (needed if your own words are to show again)").fill("Both are true.")
    marketer.page.get_by_role("button", name="Take both together").click()
    expect(marketer.page.locator(".messages")).to_contain_text("Took both changes together")
    visitor.visit(PATH)
    expect(visitor.section("Ear seeds, as we advise")).to_contain_text(WARNING)
