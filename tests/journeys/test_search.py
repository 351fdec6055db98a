"""A visitor on a phone looks for what bothers them, and finds the clinic's page about it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.people import PHONE


def look_for(visitor, words: str, button: str = "Search") -> None:
    """Write ``words`` into the field of the page, press the button beside it, and scan what comes."""
    form = visitor.page.get_by_role("main").get_by_role("search")
    form.get_by_role("searchbox").fill(words)
    form.get_by_role("button", name=button).click()
    expect(visitor.page).to_have_url(re.compile(r"/-/search/\?q="))
    visitor.scan()


def test_visitor_finds_a_page_by_what_bothers_them(visitor_of) -> None:
    visitor = visitor_of("newyork", viewport=PHONE)
    visitor.visit("/-/search/")
    look_for(visitor, "tingling foot")
    page = visitor.page
    expect(page).to_have_title(re.compile("“tingling foot”: 1 page found"))
    expect(page.get_by_role("heading", level=2, name="1 page found for “tingling foot”")).to_be_visible()
    expect(page.locator(".result mark").first).to_have_text(re.compile("tingling|foot|feet", re.IGNORECASE))
    visitor.follow(page.get_by_role("link", name="Sciatica"), "/conditions/sciatica/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sciatica")


def test_visitor_who_finds_nothing_is_led_on(visitor_of) -> None:
    visitor = visitor_of("minnetonka", viewport=PHONE)
    visitor.visit("/nowhere/", status=404)
    look_for(visitor, "broken clock")
    page = visitor.page
    expect(page.get_by_role("heading", level=2, name="We found nothing for “broken clock”")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name=re.compile("Call"))).to_have_attribute(
        "href", re.compile("^tel:")
    )
    visitor.follow(page.get_by_role("main").get_by_role("link", name="Conditions"), "/conditions/")


def test_visitor_searches_in_each_language_without_scripts(visitor_of) -> None:
    visitor = visitor_of("aalborg", viewport=PHONE, java_script_enabled=False)
    page = visitor.page
    page.goto(visitor.address("/-/search/"))
    form = page.get_by_role("main").get_by_role("search")
    form.get_by_role("searchbox").fill("øre")
    page.keyboard.press("Enter")
    expect(page.locator(".result__link").first).to_have_attribute("href", "/behandlinger/oereakupunktur/")
    page.get_by_role("contentinfo").get_by_role("link", name="English").click()
    expect(page).to_have_url(visitor.address("/en/-/search/?q=%C3%B8re"))
    page.get_by_role("main").get_by_role("searchbox").fill("ear")
    page.keyboard.press("Enter")
    expect(page.locator(".result__link").first).to_have_attribute("href", "/en/treatments/auriculotherapy/")
