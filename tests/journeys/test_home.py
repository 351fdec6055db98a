"""A marketer arranges the home page; visitors find their way on it, on a phone and by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from cms.clinics.models import Clinic
from cms.plugins.actions import switch_off
from tests.journeys.people import PHONE

# Whether any part of what is focused lies under something that stays on the screen.
COVERED = """
focused => {
  const place = focused.getBoundingClientRect();
  return [...document.querySelectorAll('body *')].some(part => {
    const style = getComputedStyle(part);
    if (!['fixed', 'sticky'].includes(style.position) || part.contains(focused)) return false;
    const cover = part.getBoundingClientRect();
    const isStuck = style.position === 'fixed' || cover.top <= 0.5;
    const [left, right] = [Math.max(place.left, cover.left), Math.min(place.right, cover.right)];
    const [top, bottom] = [Math.max(place.top, cover.top), Math.min(place.bottom, cover.bottom)];
    return isStuck && style.visibility === 'visible' && right > left && bottom > top + 1 &&
      part.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
  });
}
"""


def test_marketer_changes_prices_and_their_order(editor, visitor_of, network) -> None:
    marketer = editor("marketer.minnetonka")
    marketer.open_page(network.page_id("/minnetonka/"))
    prices = marketer.row_with("body", "heading", "What it costs")
    marketer.write(f"{prices}-items-0-value-price", "$135")
    heading = marketer.field(f"{prices}-heading")
    block = marketer.page.locator("[data-streamfield-child]").filter(has=heading).last
    block.get_by_role("button", name="Move up").first.click()
    marketer.publish()
    visitor = visitor_of("minnetonka", viewport=PHONE)
    visitor.visit("/")
    expect(visitor.page.locator(".prices__item").first).to_contain_text("$135")
    expect(visitor.page.locator(".prices__date")).to_contain_text("Sept. 1, 2026")
    order = visitor.page.locator(".home-block").evaluate_all("all => all.map(one => one.className)")
    types = [re.search(r"block--(\w+)", name)[1] for name in order]
    assert types == ["treated", "first_visit", "prices", "people", "news", "locations"]


def test_visitor_finds_a_condition_from_the_menu_of_a_phone(visitor_of) -> None:
    visitor = visitor_of("minnetonka", viewport=PHONE, java_script_enabled=False)
    page = visitor.page
    page.goto(visitor.address("/"))
    page.get_by_role("banner").get_by_text("Menu", exact=True).click()
    page.get_by_role("banner").get_by_role("link", name="Conditions").click()
    expect(page).to_have_url(visitor.address("/conditions/"))
    page.get_by_role("link", name="Sciatica").click()
    expect(page).to_have_url(visitor.address("/conditions/sciatica/"))


@pytest.mark.parametrize("host", ["newyork", "minnetonka", "aalborg"])
@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 720}], ids=["phone", "desktop"])
def test_nothing_that_stays_on_the_screen_covers_focus(visitor_of, host, viewport) -> None:
    visitor = visitor_of(host, viewport=viewport)
    visitor.visit("/")
    page = visitor.page
    covered = []
    for key in ("Tab", "Shift+Tab"):
        for _ in range(page.locator("a[href]:visible").count()):
            page.keyboard.press(key)
            if page.locator(":focus").count() and page.locator(":focus").evaluate(COVERED):
                covered.append(page.locator(":focus").evaluate("element => element.outerHTML"))
    assert covered == []


@pytest.mark.parametrize("has_plugin", [True, False], ids=["plugin", "no-plugin"])
@pytest.mark.parametrize("host", ["newyork", "minnetonka", "aalborg"])
def test_the_way_to_an_appointment_stays_in_reach_on_a_phone(visitor_of, network, host, has_plugin) -> None:
    if not has_plugin:
        network.ask(lambda: switch_off(Clinic.objects.get(slug=host), "booking_link", user=None))
    visitor = visitor_of(host, viewport=PHONE)
    visitor.visit("/")
    visitor.page.get_by_role("contentinfo").scroll_into_view_if_needed()
    bars = visitor.page.locator(".booking-bar a, .site-header__action--contact a")
    expect(bars).to_have_count(1)
    expect(bars).to_be_in_viewport()
