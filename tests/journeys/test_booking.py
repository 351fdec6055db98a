"""A clinic switches booking links on, pastes a link, says what it is for, and finds a visitor's click."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.people import PHONE

JANE = "https://lakeside.janeapp.com/#/staff_member/12"
FIRST_VISIT = "https://lakeside.janeapp.com/#/staff_member/12/treatment/3"
CLINIKO = "https://lakeside.au1.cliniko.com/bookings"
A_PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
)
PLUGINS = "/plugins/minnetonka/"
SETTINGS = "/plugins/minnetonka/booking_link/"


def card(person):
    return person.page.locator(".plugin").filter(has_text="Booking link")


def visit_screen(person, path) -> None:
    person.page.goto(person.address(path))
    person.scan()


def switch_off(person) -> None:
    """Read what will be missing, and confirm."""
    visit_screen(person, PLUGINS)
    card(person).get_by_role("link", name=re.compile("Switch Booking link off")).click()
    expect(person.page.get_by_role("heading", level=1)).to_contain_text("Booking link")
    person.scan()
    person.page.get_by_role("button", name=re.compile("^Switch Booking link off")).click()
    expect(person.page.locator(".messages .success")).to_contain_text("is off")


def switch_on(person) -> None:
    visit_screen(person, PLUGINS)
    card(person).get_by_role("button", name=re.compile("^Switch Booking link on")).click()
    expect(person.page.locator(".messages .success")).to_contain_text("is on")


def test_clinic_gets_its_booking_links(editor, visitor_of) -> None:
    owner = editor("owner.minnetonka")
    switch_off(owner)
    before = visitor_of("minnetonka", viewport=PHONE)
    before.visit("/conditions/sciatica/")
    assert before.page.locator("a[href*='/-/booking-link/']").count() == 0

    owner.page.set_viewport_size(PHONE)
    switch_on(owner)

    marketer = editor("marketer.minnetonka")
    visit_screen(marketer, SETTINGS)
    address = marketer.page.locator("#settings-link")
    address.fill("http://lakeside.janeapp.com/")
    marketer.page.get_by_role("button", name="Save", exact=True).click()
    expect(marketer.page.locator("#settings-link-errors")).to_contain_text("https://")
    address.fill(JANE)
    add_service(marketer, "First visit", FIRST_VISIT, "First consultation")
    marketer.scan()
    marketer.page.get_by_role("button", name="Save", exact=True).click()
    expect(marketer.page.locator(".messages .success")).to_contain_text("are saved")
    visit_screen(marketer, f"{PLUGINS}booking_link/screens/links/")
    expect(marketer.page.get_by_role("row", name=re.compile("First consultation"))).to_contain_text("Jane")

    visitor = visitor_of("minnetonka", viewport=PHONE, user_agent=A_PHONE)
    visitor.stand_in_for("https://lakeside.janeapp.com/")
    visitor.visit("/conditions/sciatica/")
    call = visitor.page.locator(".call-to-action__button")
    assert target_of(visitor, call) == FIRST_VISIT
    bar = visitor.page.locator(".booking-bar a")
    expect(bar).to_be_in_viewport()
    assert target_of(visitor, bar) == JANE

    visit_screen(marketer, f"{PLUGINS}booking_link/screens/")
    expect(marketer.page.locator("main")).to_contain_text("Sciatica")
    expect(marketer.page.locator(".booking-report__total")).to_contain_text("2")


def test_booking_page_opens_inside_a_page_when_the_reader_asks_for_it(editor, visitor_of) -> None:
    let_book_inside(editor("marketer.minnetonka"))
    visitor = visitor_of("minnetonka", viewport=PHONE, user_agent=A_PHONE)
    visitor.stand_in_for(CLINIKO)
    visitor.visit("/about-us/")
    expect(visitor.page.locator("iframe")).to_have_count(0)
    visitor.page.locator("[data-booking-open]").click()
    inside = visitor.page.frame_locator("iframe[title='Online booking of Lakeside Acupuncture']")
    expect(inside.get_by_role("heading")).to_have_text("Somewhere else")
    expect(visitor.page.get_by_role("link", name="Open the booking page by itself")).to_be_visible()
    visitor.scan()


def test_booking_page_that_does_not_answer_gives_way_to_the_link(editor, visitor_of) -> None:
    let_book_inside(editor("marketer.minnetonka"))
    visitor = visitor_of("minnetonka", viewport=PHONE, user_agent=A_PHONE)
    visitor.context.route(f"{CLINIKO}**", lambda route: None)
    visitor.page.clock.install()
    visitor.visit("/about-us/")
    late = visitor.page.get_by_text("The booking page does not open here. Please use the link instead.")
    opens = visitor.page.locator("[data-booking-open]")
    opens.click()
    expect(visitor.page.locator("iframe")).to_have_count(1)
    expect(late).to_be_hidden()
    visitor.page.clock.run_for(6_000)
    expect(late).to_be_visible()
    expect(visitor.page.locator("iframe")).to_have_count(0)
    expect(opens).to_be_focused()
    visitor.scan()


def let_book_inside(person) -> None:
    """Set a booking page that may be shown in a frame, and allow it."""
    visit_screen(person, SETTINGS)
    person.page.locator("#settings-link").fill(CLINIKO)
    person.page.get_by_label("Let visitors book without leaving your website").check()
    person.page.get_by_role("button", name="Save", exact=True).click()
    expect(person.page.locator(".messages .success")).to_contain_text("are saved")


def add_service(person, name, address, intent) -> None:
    """Add a service to the settings, which has none yet."""
    services = person.page.locator("[data-contentpath='services']")
    services.get_by_role("button", name="Add").first.click()
    person.page.locator("#settings-services-0-value-title-en").fill(name)
    person.page.locator("#settings-services-0-value-link").fill(address)
    person.page.get_by_label(intent).check()


def target_of(visitor, button) -> str:
    """Click a button as a visitor does, and return where that led."""
    with visitor.page.expect_response(lambda answer: "/-/booking-link/go/" in answer.url) as gone:
        button.click()
    assert gone.value.status == 302
    expect(visitor.page.get_by_role("heading")).to_have_text("Somewhere else")
    target = visitor.page.url
    visitor.page.goto(visitor.address("/conditions/sciatica/"))
    return target
