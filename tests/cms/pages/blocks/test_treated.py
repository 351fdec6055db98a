from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from tests.cms.pages.blocks.pages import texts, treat, write_home

ALL = {"heading": "What we treat", "kind": "everything", "most": 6}


def cards(network, clinic, path="/"):
    return texts(network.get(clinic, path), ".block--treated .card__title")


def test_lists_what_the_clinic_treats_in_the_language_of_the_page(network):
    write_home(network.aalborg, "da", ("treated", ALL))
    write_home(network.aalborg, "en", ("treated", ALL))
    treat(network.aalborg, "Migraine", language="en")
    treat(network.newyork, "Secret")
    assert cards(network, network.aalborg) == ["Iskias"]
    assert cards(network, network.aalborg, "/en/") == ["Sciatica", "Migraine"]


def test_lists_the_kind_that_was_chosen(network):
    treat(network.newyork, "Cupping", kind="treatment")
    shown = {}
    for kind in ("everything", "condition", "treatment"):
        write_home(network.newyork, "en", ("treated", {**ALL, "kind": kind}))
        shown[kind] = cards(network, network.newyork)
    assert shown == {
        "everything": ["Sciatica", "Cupping"],
        "condition": ["Sciatica"],
        "treatment": ["Cupping"],
    }


def test_what_does_not_fit_is_one_link_away(network):
    treat(network.newyork, "Migraine", "Neckache")
    write_home(network.newyork, "en", ("treated", {**ALL, "most": 2}))
    response = network.get(network.newyork, "/")
    assert texts(response, ".block--treated .card__title") == ["Sciatica", "Migraine"]
    assert texts(response, ".treated__more") == ["Conditions: see all 3"]
    assert b'class="treated__more" href="/conditions/"' in response.content


def test_where_all_fits_there_is_no_link_to_more(network):
    write_home(network.newyork, "en", ("treated", {**ALL, "most": 1}))
    assert texts(network.get(network.newyork, "/"), ".treated__more") == []


def test_pages_that_are_no_subject_are_not_listed(network):
    from tests.cms.pages.blocks.pages import report

    report(network.newyork, "Open late", "2026-03-01")
    write_home(network.newyork, "en", ("treated", ALL))
    assert cards(network, network.newyork) == ["Sciatica"]


def test_page_that_is_taken_down_is_not_listed(network):
    write_home(network.newyork, "en", ("treated", ALL))
    Page.objects.get(pk=network.newyork_edition.pk).specific.unpublish()
    assert texts(network.get(network.newyork, "/"), ".block--treated") == []


def test_costs_the_same_queries_with_more_pages(network):
    write_home(network.newyork, "en", ("treated", {**ALL, "most": 24}))
    counts = []
    for titles in ((), ("Migraine",), ("Neckache", "Tinnitus", "Backache")):
        treat(network.newyork, *titles)
        network.get(network.newyork, "/")
        with CaptureQueriesContext(connection) as queries:
            network.get(network.newyork, "/")
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
