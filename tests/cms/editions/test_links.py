import pytest

from cms.clinics.records import clinic_for_host
from cms.editions.links import ClinicPageLinkHandler, edition_targets
from cms.locales.context import RequestContext, use_context
from cms.testing.network import home_of


@pytest.fixture
def in_newyork(network):
    clinic = clinic_for_host("newyork.localhost")
    with use_context(RequestContext(clinic, clinic.languages[0])):
        yield network


def expand(*ids):
    return ClinicPageLinkHandler.expand_db_attributes_many([{"id": str(pk)} for pk in ids])


def test_link_to_a_library_page_leads_to_the_own_edition(in_newyork):
    assert expand(in_newyork.english.pk) == ['<a href="/conditions/sciatica/">']


def test_link_to_a_translation_leads_to_the_own_edition_too(in_newyork):
    assert expand(in_newyork.danish.pk) == ['<a href="/conditions/sciatica/">']


def test_link_leads_nowhere_where_the_clinic_has_no_edition(in_newyork):
    in_newyork.newyork_edition.unpublish()
    assert expand(in_newyork.english.pk) == ["<a>"]
    assert edition_targets([in_newyork.english]) == {}


def test_link_to_an_own_page_is_relative_and_to_another_clinic_absolute(in_newyork):
    own, other = home_of(in_newyork.newyork), home_of(in_newyork.aalborg, "da")
    assert expand(own.pk, other.pk) == ['<a href="/">', '<a href="http://aalborg.localhost/">']


@pytest.mark.parametrize("page_id", ["", "x", "\u00b2", "9" * 23, "-1", "1 OR 1"])
def test_link_without_a_page_leads_nowhere(in_newyork, page_id):
    assert expand(page_id) == ["<a>"]


def test_links_cost_the_same_queries_for_one_and_for_many(in_newyork, django_assert_num_queries):
    home = home_of(in_newyork.newyork)
    expand(in_newyork.english.pk, in_newyork.danish.pk)
    with django_assert_num_queries(2):
        expand(in_newyork.english.pk)
    with django_assert_num_queries(2):
        expand(in_newyork.english.pk, in_newyork.danish.pk, home.pk)
