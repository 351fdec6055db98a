"""What a clinic's staff are told of its booking links: what to look at, what answers, what they try out."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.plugins.actions import switch_off
from cms.plugins.api import HealthState, screen_url
from cms.testing.network import publish
from plugins.booking_link.health.accounts import keep_accounts
from plugins.booking_link.screens.advice import advice_for, settings_health
from plugins.booking_link.screens.clinic_pages import used_intents
from plugins.booking_link.targets.own_links import BLOCK
from tests.cms.plugins.people import member, signed_in
from tests.plugins.booking_link.clinics import offer_booking, told
from tests.plugins.booking_link.setting_up import ROOT, add_place, add_practitioner, service

ZOCDOC = "https://www.zocdoc.com/practice/hudson-acupuncture-175973"
IS_OLD = "This link says that the visitor has been here before (isNewPatient=false)"


def call(number: int, intent: str, kind: str = "call_to_action", **value: Any) -> dict[str, Any]:
    words = {"heading": f"Call {number}", "intent": intent, "label": "Go on"}
    return {"type": kind, "value": words | value, "id": f"{number:08d}-0000-4000-8000-000000000000"}


def advice(clinic: Any) -> list[str]:
    cache.clear()
    with told(clinic) as context:
        return advice_for(context)


@pytest.fixture
def screen(network) -> Any:
    """Open the screen of New York as its marketer; what is returned is the response."""
    client = signed_in(member(network.newyork, "clinic_marketer"))
    return lambda **query: client.get(screen_url("booking_link", "overview", network.newyork), query)


def rows(response: Any, number: int) -> list[list[str]]:
    table = BeautifulSoup(response.content, "html.parser").select("table.booking-table")[number]
    return [
        [" ".join(cell.text.split()) for cell in row.select("th, td")] for row in table.select("tbody tr")
    ]


def test_complete_settings_leave_nothing_to_look_at(network) -> None:
    offer_booking(network.newyork)
    assert advice(network.newyork) == []


def test_clinic_without_a_link_is_told_what_the_buttons_offer(network) -> None:
    offer_booking(network.newyork, "")
    assert advice(network.newyork) == [
        "There is no booking page yet. The buttons offer your telephone number or your mail address."
    ]


def test_link_for_known_patients_is_noticed_but_not_on_a_follow_up(network) -> None:
    old = f"{ZOCDOC}?isNewPatient=false"
    offer_booking(
        network.newyork,
        ZOCDOC,
        services=[
            service("first", old, "initial-consultation", en="First visit"),
            service("again", old, "follow-up"),
        ],
    )
    (said,) = advice(network.newyork)
    assert said.startswith(f"First visit: {IS_OLD}")


def test_account_of_another_clinic_is_noticed_without_naming_it(network) -> None:
    for clinic in (network.newyork, network.aalborg):
        offer_booking(clinic, services=[service("one", f"{ROOT}#/one")])
        with told(clinic) as context:
            keep_accounts(context)
    (said,) = advice(network.newyork)
    assert "an account that another clinic of the network uses too" in said
    assert network.aalborg.name not in said


def test_intents_that_pages_ask_for_and_no_service_answers_are_named(network) -> None:
    blocks = [
        call(1, "follow-up"),
        call(2, "auriculotherapy", BLOCK),
        call(3, "question"),
        call(4, "initial-consultation"),
    ]
    publish(network.english, body=blocks)
    offer_booking(network.newyork, services=[service("first", ROOT, "initial-consultation")])
    assert advice(network.newyork) == [
        f"1 page asks for “{name}”, and no service answers it. "
        "The button there leads to your general booking page."
        for name in ("Follow-up visit", "Ear acupuncture")
    ]


def test_intents_are_counted_once_for_each_page_and_for_this_clinic_only(network) -> None:
    publish(network.english, body=[call(1, "follow-up"), call(2, "follow-up")])
    offer_booking(network.newyork)
    offer_booking(network.aalborg)
    with told(network.newyork) as context:
        assert used_intents(context.clinic) == {"follow-up": 1}


def test_campaign_that_is_over_is_told(network) -> None:
    offer_booking(network.newyork, campaign="autumn", campaign_until="2020-01-31")
    assert advice(network.newyork) == [
        "The campaign “autumn” ended on Jan. 31, 2020. Its name is no longer added to your links."
    ]


def test_condition_without_a_campaign_is_passed_on_to_nobody(network) -> None:
    offer_booking(network.newyork, pass_condition=True)
    assert advice(network.newyork) == [
        "The page that a visitor was reading is not passed on, because there is no campaign."
    ]


def test_frames_that_the_provider_does_not_allow_are_told(network) -> None:
    offer_booking(network.newyork, ZOCDOC, embedded=True)
    (said,) = advice(network.newyork)
    assert said.startswith("Your booking service does not let its pages open inside yours")


@pytest.mark.parametrize(("address", "state"), [(ROOT, HealthState.OK), ("", HealthState.WARNING)])
def test_health_says_whether_there_is_something_to_look_at(network, address, state) -> None:
    offer_booking(network.newyork, address)
    with told(network.newyork) as context:
        assert settings_health(context).state is state


def test_screen_says_where_each_intent_leads(network, screen) -> None:
    add_place(network.newyork)
    publish(network.english, body=[call(1, "follow-up")])
    offer_booking(network.newyork, services=[service("ear", f"{ROOT}#/ear", "auriculotherapy")])
    assert rows(screen(), 0) == [
        ["First consultation", "0", "Your clinic's link: Jane · account hudson no service answers it"],
        ["Follow-up visit", "1", "Your clinic's link: Jane · account hudson no service answers it"],
        ["Ear acupuncture", "0", "The service's link: Jane · account hudson"],
        ["Cosmetic acupuncture", "0", "Your clinic's link: Jane · account hudson no service answers it"],
        ["A question", "0", "The telephone: (212) 555-0142"],
    ]


def test_marketer_tries_out_what_a_button_asks_for(network, screen) -> None:
    person = add_practitioner(network.newyork)
    row = {"practitioner": str(person.pk), "service": "", "link": f"{ROOT}#/staff_member/7"}
    offer_booking(network.newyork, practitioners=[row])
    assert rows(screen(practitioner=str(person.pk)), 1) == [
        [
            "A button that asks for this",
            "The practitioner's link: Jane · account hudson · practitioner 7",
            f"{ROOT}#/staff_member/7",
        ]
    ]


def test_marketer_sees_where_each_button_of_a_page_leads(network, screen) -> None:
    own = "https://www.example.com/course"
    blocks = [call(1, "follow-up"), call(2, "auriculotherapy", BLOCK, link=own), call(3, "", BLOCK)]
    publish(network.english, body=blocks)
    offer_booking(network.newyork)
    assert rows(screen(page=str(network.newyork_edition.pk)), 1)[1:] == [
        ["Call to action · “Call 1” · Follow-up visit", "Your clinic's link: Jane · account hudson", ROOT],
        [
            "Booking block · “Call 2” · Ear acupuncture",
            "The page's own link: www.example.com/course",
            own,
        ],
        ["Booking block · “Call 3”", "Your clinic's link: Jane · account hudson", ROOT],
    ]


@pytest.mark.parametrize("name", ["page", "practitioner", "location"])
def test_nothing_of_another_clinic_can_be_tried_out(network, screen, name) -> None:
    offer_booking(network.newyork)
    strange = {
        "page": network.danish_edition,
        "practitioner": add_practitioner(network.aalborg, "Strange Person"),
        "location": add_place(network.aalborg, name="Strange Place"),
    }
    response = screen(**{name: str(strange[name].pk)})
    assert [word for word in ("Strange", "Iskias") if word in response.content.decode()] == []
    assert "A button that asks for this" not in response.content.decode()


def test_screen_belongs_to_the_clinic_and_goes_with_the_plugin(network, screen) -> None:
    offer_booking(network.newyork)
    offer_booking(network.aalborg)
    stranger = signed_in(member(network.aalborg, "clinic_marketer"))
    address = screen_url("booking_link", "overview", network.newyork)
    assert (screen().status_code, stranger.get(address).status_code) == (200, 404)
    switch_off(network.newyork, "booking_link", user=None)
    assert screen().status_code == 404


def test_dashboard_tells_what_to_look_at_and_leads_there(network) -> None:
    offer_booking(network.newyork, "")
    client = signed_in(member(network.newyork, "clinic_marketer"))
    page = BeautifulSoup(client.get("/").content, "html.parser")
    address = screen_url("booking_link", "overview", network.newyork)
    assert page.select_one(f"a[href='{address}']").text == "Look at the booking links"
    offer_booking(network.newyork)
    cache.clear()
    assert address not in client.get("/").content.decode()


def test_number_of_queries_does_not_grow_with_links(network, screen) -> None:
    def count(number: int) -> int:
        rows = [service(f"s{one}", f"https://s{one}.janeapp.com/") for one in range(number)]
        offer_booking(network.newyork, services=rows)
        screen()
        with CaptureQueriesContext(connection) as queries:
            screen()
        return len(queries)

    assert count(1) == count(3)
