"""A visitor finds their way through the three sites, on a phone and at a desk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import DESKTOP, PHONE

NAMES = {
    "newyork": "Hudson Acupuncture",
    "minnetonka": "Lakeside Acupuncture",
    "aalborg": "Limfjord Akupunktur",
}
SCREENS = pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
SCIATICA = [
    ("newyork", "/conditions/sciatica/", "en", "911"),
    ("minnetonka", "/conditions/sciatica/", "en", "911"),
    ("aalborg", "/lidelser/iskias/", "da", "112"),
    ("aalborg", "/en/conditions/sciatica/", "en", "112"),
]


@SCREENS
@pytest.mark.parametrize("host", NAMES)
def test_home_names_its_clinic_and_leads_to_its_pages(visitor_of, host, screen) -> None:
    visitor = visitor_of(host, viewport=screen)
    visitor.visit("/")
    expect(visitor.page.get_by_role("banner")).to_contain_text(NAMES[host])
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(NAMES[host])
    links = visitor.page.locator("main .card__link")
    assert sorted(links.evaluate_all("links => links.map(link => link.pathname)")) == sorted(
        ["/lidelser/iskias/", "/behandlinger/oereakupunktur/", "/behandlinger/kosmetisk-akupunktur/"]
        if host == "aalborg"
        else ["/conditions/sciatica/", "/treatments/auriculotherapy/", "/treatments/cosmetic-acupuncture/"]
    )


def test_visitor_reaches_a_condition_through_the_menu(visitor_of) -> None:
    visitor = visitor_of("minnetonka")
    visitor.visit("/")
    menu = visitor.page.get_by_role("navigation", name="Main menu")
    visitor.follow(menu.get_by_role("link", name="Conditions"), "/conditions/")
    visitor.follow(visitor.page.get_by_role("link", name="Sciatica"), "/conditions/sciatica/")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Sciatica")


@SCREENS
@pytest.mark.parametrize(("host", "path", "language", "number"), SCIATICA)
def test_sciatica_page_warns_with_the_emergency_number(
    visitor_of, host, path, language, number, screen
) -> None:
    visitor = visitor_of(host, viewport=screen)
    visitor.visit(path)
    expect(visitor.page.locator("html")).to_have_attribute("lang", language)
    call = visitor.page.locator(".red-flags__number")
    expect(call).to_have_attribute("href", f"tel:{number}")
    expect(call).to_contain_text(number)
    expect(call).to_be_visible()


def test_newyork_shows_its_own_course_and_its_local_paragraph(visitor_of) -> None:
    visitor = visitor_of("newyork")
    visitor.visit("/conditions/sciatica/")
    headings = visitor.headings()
    assert headings[10:12] == ["How we plan a course here", "Before your first visit"]
    assert headings[13:15] == ["Together with your usual care", "If you already see a doctor"]
    expect(visitor.section("If you already see a doctor")).to_contain_text("Many people in New York see us")


def test_minnetonka_hides_its_block_and_names_its_practitioners(visitor_of) -> None:
    visitor = visitor_of("minnetonka")
    visitor.visit("/conditions/sciatica/")
    headings = visitor.headings()
    assert headings[8:10] == ["What the research says", "What a course may look like"]
    people = visitor.section("Who sees people with sciatica here").locator(".person")
    credentials = [re.findall(r"L\.Ac\.", text) for text in people.all_inner_texts()]
    assert credentials == [["L.Ac."]] * len(credentials)
    assert len(credentials) >= 2


def test_aalborg_is_danish_and_switches_to_english_and_back(visitor_of) -> None:
    visitor = visitor_of("aalborg")
    visitor.visit("/lidelser/iskias/")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Iskias")
    switcher = visitor.page.get_by_role("banner").get_by_role("navigation", name="Sprog")
    visitor.follow(switcher.get_by_role("link", name="English"), "/en/conditions/sciatica/")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Sciatica")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")
    switcher = visitor.page.get_by_role("banner").get_by_role("navigation", name="Language")
    visitor.follow(switcher.get_by_role("link", name="Dansk"), "/lidelser/iskias/")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "da")


@pytest.mark.parametrize(
    ("host", "path", "link", "target"),
    [
        ("newyork", "/conditions/sciatica/", "Auriculotherapy", "/treatments/auriculotherapy/"),
        ("aalborg", "/en/conditions/sciatica/", "Auriculotherapy", "/en/treatments/auriculotherapy/"),
        ("aalborg", "/lidelser/iskias/", "Øreakupunktur", "/behandlinger/oereakupunktur/"),
    ],
)
def test_related_page_is_the_clinics_own_edition(visitor_of, host, path, link, target) -> None:
    visitor = visitor_of(host)
    visitor.visit(path)
    related = visitor.page.locator(".block--related")
    visitor.follow(related.get_by_role("link", name=re.compile(link)), target)
    expect(visitor.page.get_by_role("banner")).to_contain_text(NAMES[host])
