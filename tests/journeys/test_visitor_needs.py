"""Visitors with other needs: keyboard, no scripts, dark screens, narrow screens."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import PHONE

PAGES = [("newyork", "/"), ("newyork", "/conditions/sciatica/"), ("aalborg", "/lidelser/iskias/")]
PAGES_OF_ALL = [*PAGES, ("minnetonka", "/"), ("minnetonka", "/conditions/sciatica/")]
NARROW = {"width": 320, "height": 640}
# A card is one large link: the ring stands around the card.
FOCUS_RING = """
element => [[element, null], [element, '::after'], [element.closest('.card') ?? element, null]].some(
  ([place, part]) => {
    const style = getComputedStyle(place, part);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  }
)
"""
OVERFLOWING = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll('*')]
    .filter(element => element.getBoundingClientRect().right > width + 1)
    .map(element => `${element.tagName} ${element.className}`);
}
"""


def test_keyboard_skips_to_the_content(visitor_of) -> None:
    visitor = visitor_of("newyork")
    visitor.visit("/conditions/sciatica/")
    page = visitor.page
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate("element => element.closest('main') !== null")


@pytest.mark.parametrize("host", ["newyork", "minnetonka", "aalborg"])
def test_keyboard_focus_is_visible_on_every_link(visitor_of, host) -> None:
    visitor = visitor_of(host)
    visitor.visit("/")
    page = visitor.page
    stops = page.locator("a[href]:visible").count()
    without_ring = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if not focused.evaluate(FOCUS_RING):
            without_ring.append(focused.evaluate("element => element.outerHTML"))
    assert without_ring == []


def test_page_works_without_javascript(visitor_of) -> None:
    visitor = visitor_of("aalborg", java_script_enabled=False, viewport=PHONE)
    page = visitor.page
    page.goto(visitor.address("/lidelser/iskias/"))
    expect(page.locator(".red-flags__number")).to_be_visible()
    contents = page.get_by_role("group").filter(has_text="På denne side")
    contents.locator("summary").click()
    contents.get_by_role("link", name="Risici og bivirkninger").click()
    expect(page.get_by_role("heading", name="Risici og bivirkninger")).to_be_in_viewport()
    page.get_by_role("banner").get_by_role("link", name="English").click()
    expect(page).to_have_url(visitor.address("/en/conditions/sciatica/"))
    page.locator(".block--related").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/en/treatments/[a-z-]+/$"))


@pytest.mark.parametrize(("host", "path"), PAGES_OF_ALL)
def test_dark_screens_get_light_text_on_dark(visitor_of, host, path) -> None:
    visitor = visitor_of(host, color_scheme="dark")
    visitor.visit(path)
    red, green, blue = map(
        int,
        re.findall(r"\d+", visitor.page.evaluate("() => getComputedStyle(document.body).backgroundColor"))[
            :3
        ],
    )
    assert max(red, green, blue) < 80


@pytest.mark.parametrize(("host", "path"), PAGES_OF_ALL)
def test_narrow_screens_need_no_sideways_scrolling(visitor_of, host, path) -> None:
    visitor = visitor_of(host, viewport=NARROW)
    visitor.visit(path)
    assert visitor.page.evaluate(OVERFLOWING) == []


def test_three_clinics_differ_at_first_sight(visitor_of) -> None:
    looks = []
    for host in ("newyork", "minnetonka", "aalborg"):
        visitor = visitor_of(host)
        visitor.visit("/")
        looks.append(
            visitor.page.evaluate(
                """() => {
                  const heading = getComputedStyle(document.querySelector('h1'));
                  const button = getComputedStyle(document.querySelector('main .button'));
                  return [heading.fontFamily, button.backgroundColor, button.borderRadius].join(' / ');
                }"""
            )
        )
    assert len(set(looks)) == 3
