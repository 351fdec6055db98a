"""The network allows a plugin, a clinic's owner sets it up and switches it on, and a visitor finds it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.people import PHONE

ADDRESS = "https://book.example.com/hudson"


def test_clinic_gets_its_booking_link(editor, visitor_of, network) -> None:
    of_network = editor("network-owner")
    of_network.page.goto(of_network.address("/plugins/newyork/"))
    of_network.scan()
    of_network.page.get_by_role("button", name="Allow Booking link to all clinics").click()
    expect(of_network.page.locator(".messages .success")).to_contain_text("Clinics can use")

    owner = editor("owner.newyork")
    owner.page.set_viewport_size(PHONE)
    owner.page.goto(owner.address("/plugins/"))
    owner.page.get_by_role("button", name="Switch Booking link on").click()
    expect(owner.page.locator(".messages .error")).to_contain_text("Address of your online booking")
    address = owner.page.get_by_label(re.compile("Address of your online booking"))
    address.fill("http://book.example.com/hudson")
    owner.page.get_by_role("button", name="Save", exact=True).click()
    expect(owner.page.locator("#settings-address-errors")).to_contain_text("must begin with https://")
    address.fill(ADDRESS)
    owner.scan()
    owner.page.get_by_role("button", name="Save", exact=True).click()
    owner.page.get_by_role("button", name="Switch Booking link on").click()
    expect(owner.page.locator(".messages .success")).to_contain_text("is on")
    assert owner.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    owner.scan()

    visitor = visitor_of("newyork", viewport=PHONE)
    visitor.visit("/conditions/sciatica/")
    links = visitor.page.get_by_role("link", name="Book a visit")
    assert {link.get_attribute("href") for link in links.all()} == {ADDRESS}
    visitor_of("minnetonka").visit("/conditions/sciatica/")
