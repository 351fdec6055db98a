"""What visitors find at a clinic is what they would see there, and nothing else."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.blocks import search_texts
from cms.editions.actions import decide
from cms.library.actions import release
from cms.library.models import LibraryPage
from cms.pages.models import PlainPage, SectionIndex
from cms.testing.network import (
    block_id,
    home_of,
    make_clinic,
    make_edition,
    make_library_page,
    publish,
    text_block,
)
from tests.cms.clinics.factories import add_location, add_practitioner

SCIATICA = "/conditions/sciatica/"


def found(network, clinic, question, prefix="/"):
    response = Client(HTTP_HOST=clinic.site.hostname).get(f"{prefix}-/search/", {"q": question})
    assert response.status_code == 200
    return [result.url for result in response.context["results"]]


def add_page(clinic, slug, *blocks, language="en", **fields):
    page = PlainPage(slug=slug, body="[]", **{"title": slug.capitalize(), **fields})
    home_of(clinic, language).add_child(instance=page)
    publish(page, body=list(blocks))
    return page


@pytest.mark.parametrize(
    "question", ["sciatica", "SCIÁTICA", "sciat", "about", "first words", "words first", "heading locked"]
)
def test_edition_is_found_by_title_summary_and_text_of_the_library(network, question):
    assert found(network, network.newyork, question) == [SCIATICA]


@pytest.mark.parametrize("question", ["iatica", "first elsewhere", "ords"])
def test_page_without_all_of_the_words_is_not_found(network, question):
    assert found(network, network.newyork, question) == []


def test_language_decides_what_is_found(network):
    assert found(network, network.aalborg, "første ord") == ["/lidelser/iskias/"]
    assert found(network, network.aalborg, "first words") == []
    assert found(network, network.aalborg, "first words", "/en/") == ["/en/conditions/sciatica/"]
    assert found(network, network.aalborg, "forste") == []


def test_clinics_own_words_are_found_in_place_of_the_librarys(network):
    decide(network.newyork_edition, replaced=[text_block(2, "Hudson remedy.")], hidden=[block_id(4)])
    assert found(network, network.newyork, "hudson remedy") == [SCIATICA]
    assert found(network, network.newyork, "second") == []
    assert found(network, network.newyork, "fourth") == []
    assert found(network, network.aalborg, "second", "/en/") == ["/en/conditions/sciatica/"]


def test_clinics_own_title_and_summary_are_found_in_place_of_the_librarys(network):
    decide(network.newyork_edition, fields={"title": "Hexenschuss", "summary": "In our own way."})
    assert found(network, network.newyork, "hexenschuss own way") == [SCIATICA]
    assert found(network, network.newyork, "sciatica") == []


def test_nothing_of_another_clinic_is_found(network):
    decide(network.newyork_edition, replaced=[text_block(2, "Hudson remedy.")])
    add_page(network.newyork, "parking", text_block(1, "Garage in Hudson Street."))
    assert found(network, network.newyork, "hudson") == [SCIATICA, "/parking/"]
    for prefix in ("/", "/en/"):
        assert found(network, network.aalborg, "hudson", prefix) == []
        assert found(network, network.aalborg, "newyork", prefix) == []


def test_what_the_library_corrects_is_found_at_the_next_question(network):
    assert found(network, network.newyork, "corrected") == []
    publish(network.english, body=[text_block(1, "Corrected words.")])
    assert found(network, network.newyork, "corrected") == [SCIATICA]
    assert found(network, network.newyork, "first") == []


def test_text_in_a_language_to_fall_back_on_is_found_with_its_page(network):
    page = make_library_page([text_block(7, "Only English.")], title="Migraine", slug="migraine")
    make_edition(network.aalborg, page, language="da")
    response = network.get(network.aalborg, "/-/search/?q=only+english")
    (result,) = response.context["results"]
    assert (result.url, result.excerpt_language) == ("/lidelser/migraine/", "en")
    assert 'lang="en">' in response.content.decode()


def test_details_of_the_clinic_are_found_where_texts_leave_room_for_them(network):
    publish(network.english, body=[text_block(1, "Welcome to {clinic}. Call {emergency_number}.")])
    assert found(network, network.newyork, "welcome newyork 911") == [SCIATICA]
    assert found(network, network.newyork, "emergency_number") == []


def test_own_pages_are_found_by_what_they_show(network):
    add_page(network.newyork, "prices", text_block(1, "A visit costs little."), title="What it costs")
    home = home_of(network.newyork)
    publish(home, introduction="Needles by the river.")
    section = SectionIndex.objects.descendant_of(home).get()
    publish(section, introduction="<p>Aches of <b>every</b> sort</p><p>Sorted</p>")
    assert found(network, network.newyork, "visit costs") == ["/prices/"]
    assert found(network, network.newyork, "river") == ["/"]
    assert found(network, network.newyork, "every sort sorted") == ["/conditions/"]


def test_practitioners_and_places_are_found_on_the_home_page_of_their_clinic(network):
    for clinic, name in ((network.newyork, "Robin Vance"), (network.aalborg, "Kim Solberg")):
        add_practitioner(clinic, name=name, credentials="L.Ac.")
        add_location(clinic, street=f"7 {name} Street")
    assert found(network, network.newyork, "robin l.ac") == ["/"]
    assert found(network, network.aalborg, "kim street", "/en/") == ["/en/"]
    assert found(network, network.newyork, "kim") == []
    assert found(network, network.aalborg, "robin", "/en/") == []


def test_headings_of_what_a_clinic_does_not_have_are_not_found(network):
    assert found(network, network.newyork, "who treats you") == []
    assert found(network, network.newyork, "news") == []


def test_correction_is_found_through_the_clinics_own_words(network):
    decide(network.newyork_edition, replaced=[text_block(2, "Our dose.")])
    assert found(network, network.newyork, "our dose") == [SCIATICA]
    page = LibraryPage.objects.get(pk=network.english.pk)
    page.body = json.dumps([text_block(1, "First words."), text_block(2, "Safer dose.")])
    release(
        page,
        release_class="safety",
        note="A dose was wrong.",
        user=None,
        corrected=[block_id(2)],
        reason="It does harm.",
        deadline=timezone.localdate() + dt.timedelta(days=7),
    )
    assert found(network, network.newyork, "safer dose") == [SCIATICA]
    assert found(network, network.newyork, "our dose") == []
    assert found(network, network.aalborg, "safer", "/") == ["/lidelser/iskias/"]


@pytest.mark.parametrize("rule", ["What clinics may do", "add after it", "open", "everything"])
def test_rules_about_blocks_are_not_found(network, rule):
    assert found(network, network.newyork, rule) == []


def test_page_that_is_not_published_is_not_found(network):
    page = add_page(network.newyork, "parking", text_block(1, "Garage."))
    page.title = "Draft title"
    page.save_revision()
    assert found(network, network.newyork, "draft") == []
    page.unpublish()
    assert found(network, network.newyork, "garage") == []
    network.english.unpublish()
    network.danish.unpublish()
    assert found(network, network.newyork, "sciatica") == []


@pytest.mark.parametrize("place", ["page", "section", "home", "root"])
def test_private_page_is_not_found_wherever_that_was_said(network, place):
    edition = Page.objects.get(pk=network.newyork_edition.pk)
    home = home_of(network.newyork)
    closed = {
        "page": edition,
        "section": edition.get_parent(),
        "home": home,
        "root": home.get_parent(),
    }[place]
    PageViewRestriction.objects.create(page=closed, restriction_type="password", password="sesame")
    assert found(network, network.newyork, "sciatica") == []
    everywhere = place == "root"
    assert found(network, network.aalborg, "sciatica", "/en/") == (
        [] if everywhere else ["/en/conditions/sciatica/"]
    )


def test_title_comes_before_summary_before_text(network):
    add_page(network.newyork, "a", text_block(1, "Knee once."))
    add_page(network.newyork, "b", text_block(1, "Knee and knees."))
    add_page(network.newyork, "c", text_block(1, "None."), search_description="About the knee.")
    add_page(network.newyork, "d", text_block(1, "None."), title="Your knee")
    assert found(network, network.newyork, "knee") == ["/d/", "/c/", "/b/", "/a/"]


def queries(clinic, monkeypatch):
    """Return how many pages are found and with how many queries, by a process that remembers no block."""
    client = Client(HTTP_HOST=clinic.site.hostname)
    client.get("/-/search/?q=words")
    monkeypatch.setattr(search_texts, "_remembered", {})
    with CaptureQueriesContext(connection) as captured:
        response = client.get("/-/search/?q=words")
    return response.context["count"], len(captured)


def test_queries_grow_neither_with_pages_nor_with_clinics(network, monkeypatch):
    linked = {"heading": "Read more", "policy": "open", "pages": [network.english.pk]}
    body = [text_block(1, "Words."), {"type": "related", "value": linked, "id": block_id(2)}]
    publish(network.english, body=body)
    add_page(network.newyork, "plain", *body)
    count, few = queries(network.newyork, monkeypatch)
    assert count == 2
    for number in range(4):
        library = make_library_page(body, title=f"Condition {number}", slug=f"condition-{number}")
        decide(make_edition(network.newyork, library), replaced=[text_block(1, "Other words.")])
        add_page(network.newyork, f"plain-{number}", *body)
        other = make_clinic(f"other{number}")
        PageViewRestriction.objects.create(page=home_of(other), restriction_type="login")
    assert queries(network.newyork, monkeypatch) == (10, few)
