"""The network takes a plugin from all clinics, and allows it again: what clinics chose comes back."""

from __future__ import annotations

import re

from playwright.sync_api import expect

BUTTON = "a[href*='/-/booking-link/go/']"


def test_network_takes_a_plugin_from_all_clinics_and_allows_it_again(editor, visitor_of) -> None:
    owner = editor("network-owner")
    owner.page.goto(owner.address("/plugins/aalborg/"))
    owner.scan()
    owner.page.get_by_role("link", name="Take Booking link from all clinics").click()
    owner.scan()
    owner.page.get_by_role("button", name=re.compile("^Take Booking link from all clinics")).click()
    expect(owner.page.locator(".messages .success")).to_contain_text("No clinic shows")
    visitor = visitor_of("aalborg")
    visitor.visit("/lidelser/iskias/")
    expect(visitor.page.locator(BUTTON)).to_have_count(0)

    owner.page.get_by_role("button", name="Allow Booking link to all clinics").click()
    expect(owner.page.locator(".messages .success")).to_contain_text("Clinics can use")
    visitor.visit("/lidelser/iskias/")
    expect(visitor.page.locator(f"header {BUTTON}")).to_have_text("Bestil tid")
