"""What a clinic can set, in which shape that is stored, and what is refused at which field."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms.blocks.call_to_action import Intent as IntentOfTheLibrary
from cms.plugins.actions import allow, configure, copy_choices, switch_on
from cms.plugins.models import Activation
from cms.plugins.registry import registry
from cms.plugins.settings import clean_settings, read_settings
from plugins.booking_link.intents import Intent
from plugins.booking_link.links.link import build
from tests.cms.plugins.people import member, signed_in
from tests.plugins.booking_link.setting_up import ROOT, add_place, add_practitioner, read, service

JANE = {"provider": "jane", "shape": "clinic", "parts": {"account": "hudson", "domain": "com"}, "options": {}}


def stored(clinic: Any, **settings: Any) -> dict[str, Any]:
    """Set the plugin up for a clinic and return what was stored."""
    return configure(clinic, "booking_link", settings, user=None).settings


def problems(clinic: Any, **settings: Any) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        stored(clinic, **settings)
    return refused.value.messages


def test_pasted_address_is_stored_as_its_parts(network) -> None:
    assert stored(network.newyork, link="https://hudson.janeapp.com/?utm_source=mail")["link"] == JANE


def test_settings_are_read_back_as_they_were(network) -> None:
    first = stored(network.newyork, link=ROOT, services=[service("ear", f"{ROOT}#/ear", "auriculotherapy")])
    assert stored(network.newyork, **first) == first


def test_nothing_has_to_be_set() -> None:
    entry = registry.loaded["booking_link"]
    settings = clean_settings(entry, {})
    assert (settings["link"], settings["services"], settings["campaign"]) == (None, [], "")
    places = ("in_header", "on_phones", "on_cards", "at_end")
    assert [settings[name] for name in (*places, "embedded", "pass_condition")] == [True] * 4 + [False] * 2


def test_settings_of_the_first_version_are_opened(network) -> None:
    old = {"address": "https://book.example.com/ny", "label": "Book now"}
    allow("booking_link", user=None)
    Activation.objects.create(clinic=network.newyork, plugin="booking_link", settings=old)
    switch_on(network.newyork, "booking_link", user=None)
    settings = read_settings(registry.loaded["booking_link"], old)
    assert build(settings["link"]) == "https://book.example.com/ny"
    assert settings["label"] == {"en": "Book now", "da": "Book now"}


def test_opening_old_settings_twice_is_opening_them_once() -> None:
    block = registry.loaded["booking_link"].plugin.settings_block
    old = {"address": "https://book.example.com/ny", "label": "Book now"}
    once = block.upgrade(old)
    assert block.upgrade(once) == once
    assert old == {"address": "https://book.example.com/ny", "label": "Book now"}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "http://hudson.janeapp.com/",
        "https://hudson.janeapp.com.evil.example/",
        "https://book.example.com@evil.example/",
        "https://hudson.janeapp.com/\nhttps://evil.example/",
        "https://book.example.com/?next=//evil.example",
        "https://hudson.cliniko.com/bookings?studioid=12",
        "https://book.example.com/" + "a" * 600,
        "https://book.example.com/" + "a" * 6000,
    ],
)
def test_address_that_no_button_may_lead_to_is_refused_at_its_field(network, address) -> None:
    (said,) = problems(network.newyork, link=address)
    assert said.startswith("Your booking page: ")


def test_wrong_address_of_a_service_is_told_with_its_list(network) -> None:
    rows = [service("first", ROOT, "initial-consultation"), service("ear", "http://hudson.janeapp.com/")]
    (said,) = problems(network.newyork, services=rows)
    assert said == (
        "Services: The address begins with http://, which is not secure; use the one with https://."
    )


def test_intent_is_answered_by_one_service(network) -> None:
    rows = [service(key, ROOT, "follow-up", "auriculotherapy") for key in ("one", "two")]
    (said,) = problems(network.newyork, services=rows)
    assert said == "Services: Another service answers this already: Ear acupuncture, Follow-up visit."


def test_link_of_a_practitioner_names_a_service_that_there_is(network) -> None:
    person = add_practitioner(network.newyork)
    row = {"practitioner": str(person.pk), "service": "gone", "link": ROOT}
    (said,) = problems(network.newyork, practitioners=[row])
    assert said.startswith("Practitioners with a booking page: This service is not on your list any more.")


def test_service_that_is_new_in_the_same_settings_can_be_named(network) -> None:
    person = add_practitioner(network.newyork)
    row = {"practitioner": str(person.pk), "service": "ear", "link": ROOT}
    settings = stored(network.newyork, services=[service("ear", ROOT)], practitioners=[row])
    assert settings["practitioners"][0]["value"]["service"] == "ear"


def test_people_and_places_of_another_clinic_are_left_out(network) -> None:
    stranger, place = add_practitioner(network.aalborg), add_place(network.aalborg)
    own = add_practitioner(network.newyork)
    settings = stored(
        network.newyork,
        practitioners=[{"practitioner": str(one.pk), "service": "", "link": ROOT} for one in (stranger, own)],
        locations=[{"location": str(place.pk), "link": ROOT}],
    )
    assert [row["value"]["practitioner"] for row in settings["practitioners"]] == [str(own.pk)]
    assert settings["locations"] == []


def test_settings_can_be_copied_to_another_clinic_without_its_people(network) -> None:
    person = add_practitioner(network.newyork)
    row = {"practitioner": str(person.pk), "service": "", "link": ROOT}
    allow("booking_link", user=None)
    stored(network.newyork, link=ROOT, practitioners=[row])
    switch_on(network.newyork, "booking_link", user=None)
    (copied,) = copy_choices(network.newyork, network.aalborg, user=None)
    assert (copied.settings["link"], copied.settings["practitioners"]) == (JANE, [])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"xx": "Hello"}, "What the buttons say: “xx” is not a language of this network."),
        ({"da": "x" * 61}, "What the buttons say: In Danish there are more than 60 characters."),
    ],
)
def test_words_are_short_and_in_languages_that_there_are(network, words, said) -> None:
    assert problems(network.newyork, label=words) == [said]


def test_campaign_is_a_plain_word(network) -> None:
    (said,) = problems(network.newyork, campaign="autumn & <winter>")
    assert said.startswith("Name of a campaign: Use letters without accents")


def test_last_day_of_a_campaign_is_kept(network) -> None:
    assert (
        stored(network.newyork, campaign="autumn", campaign_until="2026-12-31")["campaign_until"]
        == "2026-12-31"
    )


def test_intents_are_those_of_the_library() -> None:
    assert Intent.choices == [(one.value, one.label) for one in IntentOfTheLibrary]


def test_hosts_for_frames_are_those_of_the_links_once_frames_are_wanted() -> None:
    links = {"link": "https://hudson.uk1.cliniko.com/bookings", "services": [service("first", ROOT)]}
    assert read(**links).embed_origins == []
    assert read(**links, embedded=True).embed_origins == ["https://hudson.uk1.cliniko.com"]


@pytest.fixture
def form(network) -> Any:
    """Open New York's settings in the admin, as its owner, or post them."""
    allow("booking_link", user=None)
    client = signed_in(member(network.newyork, "clinic_owner"))
    address = reverse("plugins:settings", args=["newyork", "booking_link"])
    return lambda **data: client.post(address, data) if data else client.get(address)


def test_form_offers_the_people_and_places_of_the_clinic_and_of_no_other(network, form) -> None:
    add_practitioner(network.newyork, "Own Person")
    add_practitioner(network.aalborg, "Strange Person")
    add_place(network.newyork, name="Own Place")
    add_place(network.aalborg, name="Strange Place")
    page = form().content.decode()
    found = [name for name in ("Own Person", "Own Place", "Strange Person", "Strange Place") if name in page]
    assert found == ["Own Person", "Own Place"]


def test_form_asks_for_words_in_the_languages_of_the_clinic(form) -> None:
    page = form().content.decode()
    assert ("__NAME__-en" in page, "__NAME__-da" in page) == (True, False)


def test_form_keeps_words_in_a_language_that_it_does_not_show() -> None:
    widget = registry.loaded["booking_link"].plugin.settings_block.child_blocks["label"].field.widget
    posted = {"label-en": " Book ", "label-da": "Bestil", "label-count": "", "other-en": "x"}
    assert widget.value_from_datadict(posted, {}, "label") == {"en": "Book", "da": "Bestil"}


def test_form_that_is_posted_stores_what_was_pasted(network, form) -> None:
    posted = {
        "settings-link": f"{ROOT}#/staff_member/7",
        "settings-label-en": "See us",
        "settings-services-count": "0",
        "settings-practitioners-count": "0",
        "settings-locations-count": "0",
        "settings-in_header": "on",
    }
    assert form(**posted).status_code == 302
    settings = Activation.objects.for_clinic(network.newyork).get().settings
    assert (settings["link"]["parts"]["practitioner"], settings["label"]) == ("7", {"en": "See us"})
    assert (settings["in_header"], settings["on_phones"]) == (True, False)


def test_form_says_what_a_link_is_and_what_to_look_at() -> None:
    address = "https://www.zocdoc.com/practice/hudson-acupuncture-175973?isNewPatient=false"
    block = registry.loaded["booking_link"].plugin.settings_block.child_blocks["link"]
    state = block.get_form_state(block.to_python(address))
    assert state["address"] == address
    assert state["words"] == "Zocdoc · account 175973"
    assert [one.partition(" (")[0] for one in state["warnings"]] == [
        "This link says that the visitor has been here before"
    ]


def test_what_was_typed_stays_in_the_field_when_it_is_refused() -> None:
    block = registry.loaded["booking_link"].plugin.settings_block.child_blocks["link"]
    assert block.get_form_state(block.value_from_form("http://x.example"))["address"] == "http://x.example"
