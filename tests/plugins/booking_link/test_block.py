"""The booking block on a page: what it shows, and the link that it may have of its own."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from wagtail.blocks import StructBlockValidationError

from cms.blocks.vocabulary import BodyBlock
from cms.pages.models import PlainPage
from cms.plugins.actions import switch_off
from cms.testing.network import home_of, publish
from plugins.booking_link.fields.link_block import stored
from plugins.booking_link.links.link import parse
from plugins.booking_link.targets.own_links import BLOCK, mark_of, own_link_of, own_links
from tests.cms.plugins.people import member, signed_in
from tests.plugins.booking_link.clinics import offer_booking, visit
from tests.plugins.booking_link.setting_up import ROOT, service

COURSE = "https://www.example.com/course"
FRAMED = "https://hudson.uk1.cliniko.com/bookings"


def block(number: int = 1, **value: Any) -> dict[str, Any]:
    return {"type": BLOCK, "value": value, "id": f"{number:08d}-0000-4000-8000-000000000000"}


@pytest.fixture
def page(network) -> Any:
    """Publish a plain page of New York with these blocks."""
    made = PlainPage(title="About us", slug="about-us", locale=home_of(network.newyork).locale)
    home_of(network.newyork).add_child(instance=made)

    def write(*blocks: dict[str, Any]) -> PlainPage:
        publish(made, body=list(blocks))
        return made

    return write


def shown(clinic: Any) -> Any:
    return BeautifulSoup(visit(clinic, "/about-us/").content, "html.parser").select(f".block--{BLOCK}")


def leads_to(clinic: Any, link: Any) -> str:
    return visit(clinic, link["href"])["Location"]


def test_block_shows_its_words_and_leads_where_its_intent_does(network, page) -> None:
    offer_booking(network.newyork, services=[service("ear", f"{ROOT}#/ear", "auriculotherapy")])
    page(block(heading="Ears", text="<p>Small <b>needles</b>.</p>", intent="auriculotherapy", label="Go on"))
    (section,) = shown(network.newyork)
    link = section.select_one("a[data-booking]")
    assert (section.h2.text, section.b.text, link.text) == ("Ears", "needles", "Go on")
    assert leads_to(network.newyork, link) == f"{ROOT}#/ear"


def test_block_without_words_has_those_of_the_clinic(network, page) -> None:
    offer_booking(network.newyork, label={"en": "See us"})
    page(block())
    (section,) = shown(network.newyork)
    assert (section.h2, section.select_one("a").text) == (None, "See us")


def test_own_link_comes_before_what_the_clinic_has_set(network, page) -> None:
    offer_booking(network.newyork, services=[service("ear", f"{ROOT}#/ear", "auriculotherapy")])
    page(block(intent="auriculotherapy", link=COURSE), block(2))
    first, second = (section.select_one("a") for section in shown(network.newyork))
    assert [leads_to(network.newyork, link) for link in (first, second)] == [COURSE, ROOT]


def test_own_link_that_was_taken_away_leads_where_the_clinic_has_set(network, page) -> None:
    offer_booking(network.newyork)
    page(block(link=COURSE))
    (section,) = shown(network.newyork)
    page(block())
    assert leads_to(network.newyork, section.select_one("a")) == ROOT


def test_own_link_of_a_page_that_is_not_published_leads_where_the_clinic_has_set(network, page) -> None:
    offer_booking(network.newyork)
    made = page(block(link=COURSE))
    (section,) = shown(network.newyork)
    made.unpublish()
    assert leads_to(network.newyork, section.select_one("a")) == ROOT


def test_own_link_is_stored_as_its_parts() -> None:
    made = BodyBlock().child_blocks[BLOCK]
    value = made.clean(made.to_python({"link": COURSE}))
    assert made.get_prep_value(value)["link"] == stored(parse(COURSE))


def test_two_links_on_a_page_are_told_apart_by_their_marks(page) -> None:
    made = page(block(link=COURSE), block(2, link=ROOT), block(3))
    assert list(own_links(made)) == [parse(COURSE), parse(ROOT)]
    assert own_link_of(made, mark_of(parse(ROOT))) == parse(ROOT)
    assert own_link_of(made, "0000000000") is None


def test_edition_is_asked_for_the_links_that_it_shows(network) -> None:
    publish(network.english, body=[block(link=COURSE)])
    assert list(own_links(network.newyork_edition)) == [parse(COURSE)]


@pytest.mark.parametrize(("embedded", "frames"), [(True, 1), (False, 0)])
def test_booking_page_opens_inside_if_block_and_clinic_say_so(network, page, embedded, frames) -> None:
    offer_booking(network.newyork, FRAMED, embedded=embedded)
    page(block(shown_as="frame"), block(2, shown_as="button"))
    first, second = shown(network.newyork)
    assert [len(section.select("[data-booking-frame]")) for section in (first, second)] == [frames, 0]


def test_own_link_to_a_host_that_the_policy_does_not_know_does_not_open_inside(network, page) -> None:
    offer_booking(network.newyork, FRAMED, embedded=True)
    page(block(shown_as="frame", link="https://elsewhere.uk2.cliniko.com/bookings"))
    (section,) = shown(network.newyork)
    assert section.select("[data-booking-frame]") == []


def test_block_shows_nothing_where_the_plugin_is_off_and_is_kept(network, page) -> None:
    offer_booking(network.newyork)
    made = page(block(heading="Ears"))
    switch_off(network.newyork, "booking_link", user=None)
    assert shown(network.newyork) == []
    made.refresh_from_db()
    assert [one.block_type for one in made.body] == [BLOCK]


def test_block_shows_nothing_where_there_is_nothing_to_offer(network, page) -> None:
    offer_booking(network.newyork, "")
    page(block(heading="Ears"))
    assert shown(network.newyork) == []


def test_preview_of_the_block_has_a_sample_and_leads_nowhere() -> None:
    made = BodyBlock().child_blocks[BLOCK]
    html = made.render(made.get_preview_value(), {})
    assert "Book a first visit" in html
    assert "<a" not in html


def test_preview_of_a_page_says_which_choice_answered_and_the_page_does_not(network, page) -> None:
    offer_booking(network.newyork, services=[service("ear", f"{ROOT}#/ear", "auriculotherapy")])
    made = page(block(intent="auriculotherapy"), block(2), block(3, link=COURSE))
    client = signed_in(member(network.newyork, "clinic_marketer"))
    preview = client.get(f"/pages/{made.pk}/view_draft/")
    said = BeautifulSoup(preview.content, "html.parser").select(".booking__answered")
    assert [one.text for one in said] == [
        f"Here the button follows {choice}."
        for choice in (
            "the service's link: Jane · account hudson",
            "your clinic's link: Jane · account hudson",
            "the page's own link: www.example.com/course",
        )
    ]
    assert [section.select(".booking__answered") for section in shown(network.newyork)] == [[], [], []]


def test_wrong_address_is_refused_at_its_field_in_the_block() -> None:
    made = BodyBlock().child_blocks[BLOCK]
    with pytest.raises(StructBlockValidationError) as refused:
        made.clean(made.to_python({"link": "http://www.example.com/"}))
    assert list(refused.value.block_errors) == ["link"]
