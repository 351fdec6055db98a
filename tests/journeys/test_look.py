"""A clinic's owner tries a theme, makes it the clinic's own, and sees the site changed."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.people import PHONE

PALE, GREEN = "#c9d8a1", "#11663f"


def test_owner_restyles_the_clinic(editor, visitor_of) -> None:
    owner = editor("owner.minnetonka")
    page = owner.page
    page.get_by_role("link", name="Look of the site").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Look of")
    owner.scan()

    with page.context.expect_page() as opened:
        page.get_by_role("link", name=re.compile("Try Limfjord")).click()
    expect(opened.value.locator("html")).to_have_attribute("data-theme", "limfjord")
    expect(opened.value.locator(".trial")).to_contain_text("Visitors see it as before")
    opened.value.close()
    visitor = visitor_of("minnetonka", viewport=PHONE)
    visitor.visit("/conditions/sciatica/")
    expect(visitor.page.locator("html")).to_have_attribute("data-theme", "lakeside")

    page.get_by_role("button", name="Use Limfjord").click()
    expect(page.locator(".messages .success")).to_contain_text("is shown in “Limfjord” now")
    page.get_by_role("link", name="Make Limfjord your own").click()
    inside = page.frame_locator(".brand__page")
    heading = inside.get_by_role("heading", level=1)
    expect(heading).to_be_visible()
    owner.scan()
    page.get_by_label("Headings", exact=True).fill(PALE)
    page.get_by_label("Text in the opening", exact=True).fill("#fff0b0")
    expect(heading).to_have_css("color", "rgb(255, 240, 176)")

    page.get_by_role("button", name="Save the look").click()
    expect(page.locator(".messages .error")).to_contain_text("Nothing was saved yet")
    page.get_by_role("button", name=re.compile("the nearest that can be read")).click()
    page.get_by_label("Headings", exact=True).fill(GREEN)
    page.get_by_role("button", name="Save the look").click()
    expect(page.locator(".messages .success")).to_contain_text("is saved")

    visitor.visit("/conditions/sciatica/")
    expect(visitor.page.locator("html")).to_have_attribute("data-theme", "limfjord")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_css("color", "rgb(255, 240, 176)")
    expect(visitor.page.locator("main .block > h2").first).to_have_css("color", "rgb(17, 102, 63)")
    visitor.scan()
