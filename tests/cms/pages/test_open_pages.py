from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.clinics.records import clinic_for_host
from cms.pages.models import SectionIndex
from cms.pages.open_pages import open_pages
from cms.testing.network import home_of, make_clinic
from tests.cms.pages.blocks.pages import texts, treat, write_home

ALL = {"heading": "What we treat", "kind": "everything", "most": 6}


def lock(page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def titles_at(network) -> list[str]:
    language = clinic_for_host(network.newyork.site.hostname).languages[0]
    return [page.title for page in open_pages(language).order_by("path")]


def test_what_is_private_and_what_stands_below_it_is_left_out(network):
    treat(network.newyork, "Migraine")
    assert titles_at(network) == ["Newyork Clinic", "Conditions", "Sciatica", "Migraine"]
    lock(network.newyork_edition.page_ptr)
    assert titles_at(network) == ["Newyork Clinic", "Conditions", "Migraine"]
    lock(SectionIndex.objects.child_of(home_of(network.newyork)).get().page_ptr)
    assert titles_at(network) == ["Newyork Clinic"]


@pytest.mark.parametrize("path", ["/", "/conditions/"])
def test_lists_leave_out_what_is_private(network, path):
    write_home(network.newyork, "en", ("treated", ALL))
    treat(network.newyork, "Migraine")
    lock(network.newyork_edition.page_ptr)
    assert texts(network.get(network.newyork, path), "main .card__title") == ["Migraine"]


@pytest.mark.parametrize("path", ["/", "/conditions/", "/sitemap.xml"])
def test_what_other_clinics_keep_private_costs_nothing(network, path):
    write_home(network.newyork, "en", ("treated", ALL))
    network.get(network.newyork, path)
    read = []
    for number in range(2):
        lock(home_of(make_clinic(f"other{number}")).page_ptr)
        with CaptureQueriesContext(connection) as queries:
            network.get(network.newyork, path)
        read.append([len(query["sql"]) for query in queries])
    assert read[0] == read[1]
