"""Where the buttons show around a page, what they say, and where they lead."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.clinics.records import record_of
from cms.locales.context import RequestContext, use_context
from cms.plugins.intents import link_for
from cms.testing.network import home_of
from plugins.booking_link.clicks.tokens import read_token
from plugins.booking_link.targets.resolution import Ask
from tests.plugins.booking_link.clinics import offer_booking, visit
from tests.plugins.booking_link.setting_up import ROOT, add_place, add_practitioner, service


def shown(clinic: Any, path: str = "/conditions/sciatica/") -> BeautifulSoup:
    response = visit(clinic, path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def asked(clinic: Any, link: Any) -> Ask | None:
    """Return what a link to the address that counts asks for."""
    token = re.fullmatch(r".*/-/booking-link/go/([^/]+)/", link["href"])
    return token and read_token(token[1], clinic.pk)


def test_every_placement_leads_by_way_of_the_address_that_counts(network) -> None:
    offer_booking(network.newyork)
    links = shown(network.newyork).select("a[data-booking]")
    page = network.newyork_edition.pk
    assert [asked(network.newyork, link) for link in links] == [
        Ask("header", "en", page),
        Ask("end", "en", page),
        Ask("bar", "en", page),
    ]
    assert {(tuple(link["rel"]), link["referrerpolicy"]) for link in links} == {
        (("noopener", "nofollow"), "origin")
    }


@pytest.mark.parametrize(
    ("setting", "selector"),
    [("in_header", ".booking-header"), ("at_end", ".booking--end"), ("on_phones", ".booking-bar")],
)
def test_clinic_says_where_the_buttons_are(network, setting, selector) -> None:
    offer_booking(network.newyork, **{setting: False})
    page = shown(network.newyork)
    known = (".booking-header", ".booking--end", ".booking-bar")
    assert [one for one in known if not page.select(one)] == [selector]


def test_header_without_a_booking_page_keeps_the_link_to_the_contact_section(network) -> None:
    add_place(network.newyork)
    offer_booking(network.newyork, "")
    page = shown(network.newyork)
    assert page.select(".booking-header") == []
    assert page.select_one(".site-header__actions .button")["href"] == "/#contact"


def test_bar_and_end_offer_the_telephone_without_a_booking_page(network) -> None:
    add_place(network.newyork)
    offer_booking(network.newyork, "")
    links = shown(network.newyork).select(".booking--end a, .booking-bar a")
    assert [(link["href"], link.text, link.get("rel")) for link in links] == [
        ("tel:2125550142", "Call (212) 555-0142", None)
    ] * 2


def test_nothing_shows_where_there_is_nothing_to_offer(network) -> None:
    offer_booking(network.newyork, "")
    assert shown(network.newyork).select("[data-booking]") == []


def test_words_are_the_clinics_in_the_language_of_the_page(network) -> None:
    offer_booking(network.aalborg, label={"da": "Find en tid", "en": "Find a time"})
    for path, words, language in (("/lidelser/iskias/", "Find en tid", "da"), ("/en/", "Find a time", "en")):
        link = shown(network.aalborg, path).select_one(".booking-header")
        assert (link.text, asked(network.aalborg, link).language) == (words, language)


def test_call_to_action_of_the_library_leads_to_the_service_that_answers(network) -> None:
    offer_booking(network.newyork, services=[service("ear", f"{ROOT}#/ear", "auriculotherapy")])
    with shown_to(network.newyork) as here:
        url = link_for("auriculotherapy", here).url
        question = link_for("question", here)
    response = visit(network.newyork, url)
    assert (response.status_code, response["Location"]) == (302, f"{ROOT}#/ear")
    assert question is None


def test_first_button_of_the_home_page_leads_to_a_first_visit(network) -> None:
    offer_booking(network.newyork, services=[service("new", f"{ROOT}#/new", "initial-consultation")])
    link = shown(network.newyork, "/").select_one(".hero__actions .button")
    assert visit(network.newyork, link["href"])["Location"] == f"{ROOT}#/new"
    offer_booking(network.newyork, "", services=[])
    assert shown(network.newyork, "/").select_one(".hero__actions .button")["href"] == "#contact"


def test_cards_have_a_button_only_for_those_with_a_booking_page_of_their_own(network) -> None:
    own, other = add_practitioner(network.newyork, "Own Page"), add_practitioner(network.newyork, "No Page")
    place, second = add_place(network.newyork), add_place(network.newyork, name="Orchard Walk")
    offer_booking(
        network.newyork,
        practitioners=[{"practitioner": str(own.pk), "service": "", "link": f"{ROOT}#/staff_member/7"}],
        locations=[{"location": str(second.pk), "link": f"{ROOT}locations/orchard-walk/book"}],
    )
    links = shown(network.newyork, "/").select(".booking-card a")
    assert {link.text: asked(network.newyork, link) for link in links} == {
        "Book a visit with Own Page": Ask(
            "practitioner", "en", home_of(network.newyork).pk, practitioner=own.pk
        ),
        "Book a visit at Orchard Walk": Ask(
            "location", "en", home_of(network.newyork).pk, location=second.pk
        ),
    }
    assert (other.pk, place.pk) != (own.pk, second.pk)


def test_clinic_without_the_plugin_shows_nothing_of_it(network) -> None:
    offer_booking(network.newyork)
    page = visit(network.aalborg, "/lidelser/iskias/").content.decode()
    assert "booking" not in page


def test_page_has_no_script_and_no_style_of_its_own(network) -> None:
    offer_booking(network.newyork, "https://hudson.uk1.cliniko.com/bookings", embedded=True)
    page = shown(network.newyork)
    assert page.select("[style], style") == []
    assert [one.get("src") for one in page.select("script:not([type='application/ld+json'])")] == [
        "/static/booking_link/booking.js"
    ]


def test_booking_page_opens_inside_only_where_the_reader_says_so(network) -> None:
    offer_booking(network.newyork, "https://hudson.uk1.cliniko.com/bookings", embedded=True)
    response = visit(network.newyork, "/conditions/sciatica/")
    page = BeautifulSoup(response.content, "html.parser")
    frame = page.select_one(".booking--end [data-booking-frame]")
    assert page.select("iframe") == []
    assert (frame["data-address"], frame["data-origin"]) == (
        "https://hudson.uk1.cliniko.com/bookings?embedded=true",
        "https://hudson.uk1.cliniko.com",
    )
    assert frame["data-title"] == "Online booking of Newyork Clinic"
    assert frame.select_one("button").has_attr("hidden")
    assert asked(network.newyork, frame.select_one("a")).placement == "end"
    assert "frame-src https://hudson.uk1.cliniko.com" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("address", "embedded"),
    [("https://hudson.uk1.cliniko.com/bookings", False), ("https://www.zocdoc.com/practice/hudson-1", True)],
)
def test_booking_page_does_not_open_inside_unless_clinic_and_provider_allow_it(
    network, address, embedded
) -> None:
    offer_booking(network.newyork, address, embedded=embedded)
    response = visit(network.newyork, "/conditions/sciatica/")
    assert b"data-booking-frame" not in response.content
    assert "frame-src" not in response["Content-Security-Policy"]


def test_printed_page_has_a_code_that_leads_by_way_of_the_whole_address(network) -> None:
    offer_booking(network.newyork)
    page = shown(network.newyork)
    (code,) = page.select(".booking-code [role=img]")
    assert code["aria-label"] == "QR code of the online booking"
    assert [one.name for one in code.find_all(True)] == ["svg", "path"]


def test_number_of_queries_does_not_grow_with_links(network) -> None:
    add_place(network.newyork)
    people = [add_practitioner(network.newyork, f"Person {number}") for number in range(3)]

    def count(number: int) -> int:
        offer_booking(
            network.newyork,
            services=[service(f"s{one}", f"{ROOT}#/s{one}") for one in range(number)],
            practitioners=[
                {"practitioner": str(one.pk), "service": "", "link": f"{ROOT}#/staff_member/{one.pk}"}
                for one in people[:number]
            ],
        )
        visit(network.newyork, "/")
        with CaptureQueriesContext(connection) as queries:
            visit(network.newyork, "/")
        return len(queries)

    assert count(1) == count(3)


def test_page_is_not_read_again_for_what_only_a_click_passes_on(network) -> None:
    def count(**settings: Any) -> int:
        offer_booking(network.newyork, **settings)
        visit(network.newyork, "/conditions/sciatica/")
        with CaptureQueriesContext(connection) as queries:
            visit(network.newyork, "/conditions/sciatica/")
        return len(queries)

    assert count(campaign="autumn", pass_condition=True) == count()


@pytest.mark.parametrize(("settings", "passed_on"), [({}, ""), ({"pass_condition": True}, "sciatica")])
def test_page_that_was_read_is_passed_on_only_if_the_clinic_says_so(network, settings, passed_on) -> None:
    offer_booking(network.newyork, campaign="autumn", **settings)
    link = shown(network.newyork).select_one(".booking--end a")
    target = parse_qs(urlsplit(visit(network.newyork, link["href"])["Location"]).query)
    assert target.get("utm_term", [""]) == [passed_on]


def shown_to(clinic: Any) -> Any:
    """Show the clinic in English inside a ``with`` block."""
    record = record_of(clinic.pk)
    return use_context(RequestContext(record, record.languages[0]))
