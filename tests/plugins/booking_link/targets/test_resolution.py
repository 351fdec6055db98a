"""Which of a clinic's choices answers a button, from the most particular to the telephone and mail."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from cms.clinics.places import places_of
from cms.clinics.records import record_of
from plugins.booking_link.links.link import parse
from plugins.booking_link.targets.resolution import Ask, Level, Target, resolve
from tests.plugins.booking_link.setting_up import MORNING, ROOT, add_place, read, service

EVERYTHING: dict[str, Any] = {
    "link": ROOT,
    "services": [
        service("first", f"{ROOT}#/first-visits", "initial-consultation"),
        service("ear", f"{ROOT}#/staff_member/1/treatment/30", "auriculotherapy"),
    ],
    "practitioners": [
        {"practitioner": "7", "service": "ear", "link": f"{ROOT}#/staff_member/7/treatment/31"},
        {"practitioner": "7", "service": "", "link": f"{ROOT}#/staff_member/7"},
        {"practitioner": "8", "service": "", "link": f"{ROOT}#/staff_member/8"},
        {"practitioner": "9", "service": "", "link": "https://another.janeapp.com/#/staff_member/9"},
    ],
    "locations": [{"location": "4", "link": f"{ROOT}locations/harbor-lane/book"}],
}


@pytest.fixture
def clinic(network: Any) -> Any:
    return record_of(network.newyork.pk)


def target(clinic: Any, settings: dict[str, Any], **asked: Any) -> Target:
    ask = Ask(placement="header", language="en", page=None, **asked)
    return resolve(read(**settings), ask, clinic, now=MORNING, places=places_of(clinic))


@pytest.mark.parametrize(
    ("asked", "level", "address"),
    [
        ({}, Level.CLINIC, ROOT),
        ({"intent": "follow-up"}, Level.CLINIC, ROOT),
        ({"intent": "initial-consultation"}, Level.SERVICE, f"{ROOT}#/first-visits"),
        ({"service": "ear"}, Level.SERVICE, f"{ROOT}#/staff_member/1/treatment/30"),
        ({"service": "gone"}, Level.CLINIC, ROOT),
        ({"location": 4}, Level.LOCATION, f"{ROOT}locations/harbor-lane/book"),
        ({"location": 5}, Level.CLINIC, ROOT),
        ({"location": 4, "service": "ear"}, Level.SERVICE, f"{ROOT}#/staff_member/1/treatment/30"),
        ({"practitioner": 7}, Level.PRACTITIONER, f"{ROOT}#/staff_member/7"),
        (
            {"practitioner": 7, "intent": "auriculotherapy"},
            Level.PRACTITIONER,
            f"{ROOT}#/staff_member/7/treatment/31",
        ),
        ({"practitioner": 6}, Level.CLINIC, ROOT),
        ({"practitioner": 6, "location": 4}, Level.LOCATION, f"{ROOT}locations/harbor-lane/book"),
    ],
)
def test_most_particular_link_that_fits_answers(clinic, asked, level, address) -> None:
    found = target(clinic, EVERYTHING, **asked)
    assert (found.level, found.kind, found.address) == (level, "url", address)


def test_service_of_the_key_counts_before_that_of_the_intent(clinic) -> None:
    found = target(clinic, EVERYTHING, service="ear", intent="initial-consultation")
    assert found.address == f"{ROOT}#/staff_member/1/treatment/30"


def test_practitioner_without_a_link_for_the_service_gets_it_into_the_general_one(clinic) -> None:
    found = target(clinic, EVERYTHING, practitioner=8, service="ear")
    assert (found.level, found.address) == (Level.PRACTITIONER, f"{ROOT}#/staff_member/8/treatment/30")


def test_service_of_one_account_is_not_put_into_a_link_of_another_one(clinic) -> None:
    found = target(clinic, EVERYTHING, practitioner=9, service="ear")
    assert found.address == "https://another.janeapp.com/#/staff_member/9"


def test_link_of_a_block_comes_before_everything_else(clinic) -> None:
    own = parse("https://www.example.com/course")
    ask = Ask("block", "en", 1, intent="auriculotherapy", practitioner=7, block="x")
    found = resolve(read(**EVERYTHING), ask, clinic, now=MORNING, own_link=own)
    assert (found.level, found.address) == (Level.PAGE, "https://www.example.com/course")


def test_link_that_its_provider_no_longer_has_gives_way_to_the_next(clinic) -> None:
    gone = {"provider": "jane", "shape": "gone", "parts": {"account": "hudson"}, "options": {}}
    services = [service("first", gone, "initial-consultation")]
    found = target(clinic, {"link": ROOT, "services": services}, intent="initial-consultation")
    assert (found.level, found.address) == (Level.CLINIC, ROOT)


def test_text_that_is_no_link_leads_nowhere(clinic) -> None:
    assert target(clinic, {"link": "javascript:alert(1)"}).kind == "none"


def test_question_is_answered_by_the_telephone_though_there_is_a_booking_page(network, clinic) -> None:
    add_place(network.newyork)
    found = target(clinic, EVERYTHING, intent="question")
    assert (found.level, found.kind, found.address) == (Level.PHONE, "phone", "tel:2125550142")
    assert found.shown == "(212) 555-0142"


def test_question_leads_to_the_service_that_answers_questions(clinic) -> None:
    settings = {"link": ROOT, "services": [service("ask", f"{ROOT}#/questions", "question")]}
    assert target(clinic, settings, intent="question").address == f"{ROOT}#/questions"


def test_without_links_the_place_that_is_asked_for_is_called(network, clinic) -> None:
    add_place(network.newyork)
    second = add_place(network.newyork, position=1, phone="(718) 555-0163")
    assert target(clinic, {}, location=second.pk).address == "tel:7185550163"
    assert target(clinic, {}).address == "tel:2125550142"


def test_without_links_and_telephone_there_is_mail(network, clinic) -> None:
    add_place(network.newyork, phone="")
    found = target(clinic, {})
    assert (found.level, found.kind, found.address) == (Level.MAIL, "mail", "mailto:hello@example.com")


def test_clinic_with_nothing_at_all_has_no_target(clinic) -> None:
    assert target(clinic, {}) == Target(Level.NONE, "none", "")


def test_campaign_says_where_a_visit_comes_from_and_never_of_which_condition(clinic) -> None:
    found = target(clinic, {"link": f"{ROOT}#/staff_member/7", "campaign": "autumn"})
    assert found.address == (
        f"{ROOT}?utm_source=newyork.localhost&utm_medium=website&utm_campaign=autumn&utm_content=header"
        "#/staff_member/7"
    )


def test_condition_is_passed_on_with_a_campaign_when_it_is_given(clinic) -> None:
    settings = read(link=ROOT, campaign="autumn")
    ask = Ask("header", "en", 1)
    found = resolve(settings, ask, clinic, now=MORNING, condition="sciatica")
    assert found.address.endswith("&utm_content=header&utm_term=sciatica")


@pytest.mark.parametrize(("until", "is_added"), [("2026-11-30", True), ("2026-11-29", False)])
def test_campaign_ends_with_its_last_day_at_the_clinic(clinic, until, is_added) -> None:
    # Three in the morning of the first of December in Denmark, and ten in the evening before in New York.
    late = MORNING.replace(hour=3, day=1, month=12)
    settings = read(link=ROOT, campaign="autumn", campaign_until=until)
    found = resolve(settings, Ask("header", "en", None), clinic, now=late)
    assert ("utm_campaign" in found.address) is is_added


def test_ask_holds_keys_and_names_and_nothing_that_could_be_an_address() -> None:
    assert [one.name for one in fields(Ask)] == [
        "placement",
        "language",
        "page",
        "intent",
        "practitioner",
        "location",
        "service",
        "block",
    ]
