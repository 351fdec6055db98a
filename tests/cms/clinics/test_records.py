"""Looking up clinics: what is found, what it costs, and when it is looked up again."""

from __future__ import annotations

import pickle
from dataclasses import make_dataclass, replace

import pytest
from django.core.cache import cache
from wagtail.models import Page, Site

from cms.clinics.models import Clinic, ClinicLanguage
from cms.clinics.records import (
    GENERATION,
    KEY,
    ClinicRecord,
    LanguageRecord,
    clinic_for_host,
    clinic_for_page_path,
    forget_all_clinics,
    record_of,
    record_without_website,
    shape_of,
)
from tests.cms.clinics.factories import add_location, home_page, open_clinic

pytestmark = pytest.mark.django_db


def aalborg() -> ClinicRecord:
    clinic = open_clinic(
        "aalborg",
        ("da", "en"),
        name="Limfjord",
        legal_name="Limfjord ApS",
        country="DK",
        time_zone="Europe/Copenhagen",
        theme="limfjord",
        is_fictional=True,
    )
    add_location(clinic, city="Hjørring", phone="+45 2", position=1)
    add_location(clinic, city="Aalborg", phone="+45 1", position=0)
    return clinic_for_host("aalborg.localhost")


def test_clinic_without_a_language_has_everything_else() -> None:
    record = aalborg()
    ClinicLanguage.everywhere.filter(clinic=record.id).delete()
    forget_all_clinics()
    assert record_of(record.id) is None
    clinic = Clinic.objects.get(pk=record.id)
    assert record_without_website(clinic) == replace(record, languages=())


def test_record_of_a_clinic_with_a_website_is_that_of_its_requests() -> None:
    record = aalborg()
    assert record_without_website(Clinic.objects.get(pk=record.id)) == record


def test_record_holds_what_a_request_needs() -> None:
    record = aalborg()
    danish, english = (Page.objects.get(slug=slug) for slug in ("aalborg", "aalborg-en"))
    assert record == ClinicRecord(
        id=record.id,
        site_id=Site.objects.get(hostname="aalborg.localhost").pk,
        slug="aalborg",
        name="Limfjord",
        legal_name="Limfjord ApS",
        hostname="aalborg.localhost",
        root_url="http://aalborg.localhost",
        theme="limfjord",
        main_language="da",
        languages=(
            LanguageRecord("da", "", danish.pk, danish.path, "/aalborg/"),
            LanguageRecord("en", "en", english.pk, english.path, "/aalborg-en/"),
        ),
        country="DK",
        jurisdiction="DK",
        time_zone="Europe/Copenhagen",
        city="Aalborg",
        phone="+45 1",
        emergency_number="112",
        is_fictional=True,
    )


def test_record_survives_pickling() -> None:
    record = aalborg()
    assert pickle.loads(pickle.dumps(record)) == record


@pytest.mark.parametrize("record", [ClinicRecord, LanguageRecord])
def test_record_of_another_shape_is_remembered_under_another_key(record) -> None:
    wider = make_dataclass("Wider", [("more", str, "")], bases=(record,), frozen=True)
    now = (ClinicRecord, LanguageRecord)
    assert KEY.endswith(shape_of(*now))
    assert not KEY.endswith(shape_of(*(wider if one is record else one for one in now)))


def test_main_language_comes_first_wherever_it_stands() -> None:
    clinic = open_clinic("aalborg", ("en", "da"))
    clinic.main_language = "da"
    clinic.save()
    record = clinic_for_host("aalborg.localhost")
    assert [(language.code, language.prefix) for language in record.languages] == [("da", ""), ("en", "en")]


def test_legal_name_falls_back_to_the_name() -> None:
    open_clinic(name="Hudson")
    assert clinic_for_host("newyork.localhost").legal_name == "Hudson"


def test_clinic_without_a_location_has_no_telephone() -> None:
    open_clinic()
    record = clinic_for_host("newyork.localhost")
    assert (record.city, record.phone) == ("", "")


@pytest.mark.parametrize("host", ["NewYork.LOCALHOST", "newyork.localhost."])
def test_host_is_found_in_any_spelling(host: str) -> None:
    clinic = open_clinic()
    assert clinic_for_host(host).id == clinic.pk


def test_host_of_a_site_is_stored_in_lower_case() -> None:
    clinic = open_clinic()
    clinic.site.hostname = "Hudson.Example"
    clinic.site.save()
    assert clinic_for_host("hudson.example").id == clinic.pk


@pytest.mark.parametrize("host", ["", "nobody.localhost", "[::1]", "x" * 300, "localhost"])
def test_host_of_no_clinic_is_not_found(host: str) -> None:
    open_clinic()
    assert clinic_for_host(host) is None


def test_page_path_leads_to_its_clinic_and_language() -> None:
    record = aalborg()
    english = record.language("en")
    assert clinic_for_page_path(english.home_path + "00010001") == (record, english)
    assert clinic_for_page_path(record.languages[0].home_path) == (record, record.languages[0])


@pytest.mark.parametrize("path", ["", "0001", "00019999"])
def test_page_path_outside_every_clinic_leads_nowhere(path: str) -> None:
    aalborg()
    assert clinic_for_page_path(path) is None


def test_fallback_chain_begins_with_what_was_asked() -> None:
    record = aalborg()
    assert record.fallback_chain("en") == ("en", "da")
    assert record.fallback_chain("da") == ("da", "en")
    assert record.fallback_chain("de") == ("de", "da", "en")


@pytest.mark.parametrize("others", [2, 29])
def test_lookup_costs_one_query_cold_and_none_warm(others: int, django_assert_num_queries) -> None:
    for number in range(others):
        add_location(open_clinic(f"clinic{number}", ("en", "da")))
    record = aalborg()
    cache.clear()
    with django_assert_num_queries(1):
        assert clinic_for_host("aalborg.localhost") == record
    with django_assert_num_queries(1):
        assert clinic_for_page_path(record.languages[1].home_path) == (record, record.languages[1])
    with django_assert_num_queries(0):
        assert clinic_for_host("aalborg.localhost") == record
        assert clinic_for_page_path(record.languages[1].home_path) == (record, record.languages[1])


def test_unknown_host_is_remembered(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert (clinic_for_host("nobody.example"), clinic_for_host("nobody.example")) == (None, None)


def test_new_clinic_is_found_although_its_host_was_unknown() -> None:
    assert clinic_for_host("newyork.localhost") is None
    clinic = open_clinic()
    assert clinic_for_host("newyork.localhost").id == clinic.pk


def test_changed_clinic_is_looked_up_again() -> None:
    clinic = open_clinic()
    clinic_for_host("newyork.localhost")
    clinic.name = "Hudson"
    clinic.save()
    assert clinic_for_host("newyork.localhost").name == "Hudson"


def test_changed_location_is_looked_up_again() -> None:
    clinic = open_clinic()
    location = add_location(clinic, phone="1")
    home = ClinicLanguage.objects.for_clinic(clinic).get().home
    assert clinic_for_page_path(home.path)[0].phone == clinic_for_host("newyork.localhost").phone == "1"
    location.phone = "2"
    location.save()
    assert clinic_for_page_path(home.path)[0].phone == clinic_for_host("newyork.localhost").phone == "2"
    location.delete()
    assert clinic_for_host("newyork.localhost").phone == ""


def test_changed_location_leaves_other_clinics_remembered(django_assert_num_queries) -> None:
    location = add_location(open_clinic())
    open_clinic("aalborg", ("da",))
    clinic_for_host("aalborg.localhost")
    location.save()
    with django_assert_num_queries(0):
        clinic_for_host("aalborg.localhost")


def test_changed_host_is_looked_up_again() -> None:
    clinic = open_clinic()
    clinic_for_host("newyork.localhost")
    clinic.site.hostname = "hudson.example"
    clinic.site.save()
    assert clinic_for_host("newyork.localhost") is None
    assert clinic_for_host("hudson.example").id == clinic.pk


def test_removed_language_is_looked_up_again() -> None:
    clinic = open_clinic("aalborg", ("da", "en"))
    clinic_for_host("aalborg.localhost")
    ClinicLanguage.objects.for_clinic(clinic).get(language_code="en").delete()
    assert clinic_for_host("aalborg.localhost").language("en") is None


def test_changed_address_of_a_home_page_is_looked_up_again() -> None:
    clinic = open_clinic()
    clinic_for_host("newyork.localhost")
    home = ClinicLanguage.objects.for_clinic(clinic).get().home
    home.slug = "hudson"
    home.save()
    assert clinic_for_host("newyork.localhost").languages[0].home_url_path == "/hudson/"


def test_moved_neighbour_of_a_home_page_is_noticed() -> None:
    clinic = open_clinic()
    clinic_for_host("newyork.localhost")
    home_page("other").move(Page.get_first_root_node(), pos="first-child")
    home = ClinicLanguage.objects.for_clinic(clinic).get().home
    assert clinic_for_host("newyork.localhost").languages[0].home_path == home.path
    assert clinic_for_page_path(home.path)[0].id == clinic.pk


def test_deleted_clinic_is_forgotten() -> None:
    clinic = open_clinic()
    clinic_for_host("newyork.localhost")
    clinic.delete()
    assert clinic_for_host("newyork.localhost") is None


def test_record_read_before_a_commit_is_forgotten_at_the_commit(django_capture_on_commit_callbacks) -> None:
    clinic = open_clinic()
    stale = clinic_for_host("newyork.localhost")
    with django_capture_on_commit_callbacks(execute=True):
        clinic.name = "Hudson"
        clinic.save()
        another_process_remembers = (cache.get(GENERATION), stale)
        cache.set(f"{KEY}:host:newyork.localhost", another_process_remembers)
        assert clinic_for_host("newyork.localhost") == stale
    assert clinic_for_host("newyork.localhost").name == "Hudson"


def test_clinic_is_found_by_its_id_in_one_query(django_assert_num_queries) -> None:
    record = aalborg()
    with django_assert_num_queries(1):
        assert [record_of(record.id), record_of(record.id), record_of(record)] == [record] * 3


def test_clinic_that_is_gone_has_no_record() -> None:
    open_clinic()
    assert record_of(0) is None


def test_record_by_id_is_dropped_when_a_place_changes() -> None:
    clinic = open_clinic()
    add_location(clinic, city="Albany")
    assert record_of(clinic).city == "Albany"
    clinic.locations.get().delete()
    assert record_of(clinic).city == ""
