"""What clinics, places and people refuse, and what they say of themselves."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from wagtail.models import Page, Site

from cms.clinics.countries import COUNTRIES, country
from cms.clinics.models import (
    Clinic,
    ClinicLanguage,
    Location,
    OpeningHours,
    Practitioner,
    PractitionerText,
    Specialism,
)
from tests.cms.clinics.factories import add_location, add_practitioner, add_text, home_page, open_clinic

pytestmark = pytest.mark.django_db


def errors_of(instance: Any) -> dict[str, list[str]]:
    try:
        instance.full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


def test_good_clinic_is_accepted() -> None:
    assert errors_of(open_clinic()) == {}


def test_clinic_without_a_main_language_is_refused() -> None:
    clinic = open_clinic()
    clinic.main_language = ""
    assert errors_of(clinic)["main_language"][0] == "This field cannot be blank."


def test_main_language_without_a_home_page_is_refused() -> None:
    clinic = open_clinic()
    clinic.main_language = "da"
    assert errors_of(clinic) == {
        "main_language": ["The main language needs a home page. Add one below, or choose another language."]
    }


def test_language_that_is_not_offered_is_refused() -> None:
    clinic = open_clinic()
    language = ClinicLanguage(clinic=clinic, language_code="xx", home=home_page("xx"))
    assert list(errors_of(language)) == ["language_code", "home"]


def test_second_home_in_a_language_is_refused() -> None:
    clinic = open_clinic()
    language = ClinicLanguage(clinic=clinic, language_code="en", home=home_page("other"))
    assert errors_of(language) == {"__all__": ["This clinic has this language already."]}


def test_home_page_of_another_clinic_is_refused() -> None:
    theirs = ClinicLanguage.objects.for_clinic(open_clinic("theirs")).get().home
    language = ClinicLanguage(clinic=open_clinic("ours", ("da",)), language_code="en", home=theirs)
    assert list(errors_of(language)) == ["home"]


def test_home_page_deeper_in_the_tree_is_refused() -> None:
    clinic = open_clinic()
    deep = home_page("parent").add_child(instance=Page(title="Deep", slug="deep"))
    assert errors_of(ClinicLanguage(clinic=clinic, language_code="en", home=deep))["home"] == [
        "A home page must stand directly under the root of the page tree."
    ]


def test_home_page_of_a_clinic_cannot_be_deleted() -> None:
    clinic = open_clinic("aalborg", ("da", "en"))
    with pytest.raises(ProtectedError):
        ClinicLanguage.objects.for_clinic(clinic).get(language_code="en").home.delete()


@pytest.mark.parametrize("value", ["Mars/Olympus", "europe", ""])
def test_unknown_time_zone_is_refused(value: str) -> None:
    clinic = open_clinic()
    clinic.time_zone = value
    assert list(errors_of(clinic)) == ["time_zone"]


def test_unknown_country_is_refused() -> None:
    clinic = open_clinic()
    clinic.country = "XX"
    assert list(errors_of(clinic)) == ["country"]


def test_host_of_another_clinic_is_refused_on_any_port() -> None:
    clinic = open_clinic("ours")
    open_clinic("theirs")
    clinic.site = Site.objects.create(hostname="Theirs.localhost", port=8000, root_page=home_page("again"))
    assert errors_of(clinic) == {"site": ["Another clinic answers on this host already."]}


def test_site_has_one_clinic() -> None:
    site = open_clinic().site
    with pytest.raises(IntegrityError), transaction.atomic():
        Clinic.objects.create(site=site, name="x", slug="x", main_language="en", country="US", theme="hudson")


def test_jurisdiction_is_that_of_the_country_unless_said() -> None:
    clinic = open_clinic()
    clinic.full_clean()
    assert clinic.jurisdiction == "US"


@pytest.mark.parametrize(("code", "number"), [("US", "911"), ("CA", "911"), ("GB", "999"), ("DK", "112")])
def test_country_knows_its_emergency_number(code: str, number: str) -> None:
    assert country(code).emergency_number == number
    assert Clinic(country=code).emergency_number == number


def test_countries_are_listed_once_in_order() -> None:
    codes = [item.code for item in COUNTRIES]
    assert codes == sorted(set(codes))


@pytest.mark.parametrize("closes", [datetime.time(8), datetime.time(9)])
def test_opening_hours_that_end_before_they_begin_are_refused(closes: datetime.time) -> None:
    hours = OpeningHours(
        location=add_location(open_clinic()), weekday=0, opens=datetime.time(9), closes=closes
    )
    assert errors_of(hours) == {"closes": ["The closing time must be later than the opening time."]}


def test_opening_hours_name_their_day() -> None:
    hours = OpeningHours(weekday=6, opens=datetime.time(9), closes=datetime.time(12, 30))
    assert (str(hours.weekday_name), str(hours)) == ("Sunday", "Sunday 09:00–12:30")


def test_locations_come_in_their_order() -> None:
    clinic = open_clinic()
    second, first = add_location(clinic, name="b", position=2), add_location(clinic, name="a", position=1)
    assert list(Location.objects.for_clinic(clinic)) == [first, second]
    assert [location.is_open for location in (first, Location(state="opening_soon"))] == [True, False]


@pytest.mark.parametrize(
    ("credentials", "shown"), [("L.Ac.", "Jane Doe, L.Ac."), ("", "Jane Doe")], ids=["with", "without"]
)
def test_display_name_ends_with_the_credentials(credentials: str, shown: str) -> None:
    assert Practitioner(name="Jane Doe", credentials=credentials).display_name == shown


def test_practitioner_names_the_spoken_languages() -> None:
    assert Practitioner(name="Jane", languages=["da", "en"]).language_names == ["Danish", "English"]


@pytest.mark.parametrize("languages", [["xx"], "da", [1], {"da": 1}])
def test_practitioner_with_a_language_that_does_not_exist_is_refused(languages: Any) -> None:
    person = Practitioner(clinic=open_clinic(), name="Jane", languages=languages)
    assert list(errors_of(person)) == ["languages"]


def test_specialism_is_listed_once() -> None:
    person = add_practitioner(open_clinic())
    subject = home_page("library")
    Specialism.objects.create(practitioner=person, subject=subject)
    assert errors_of(Specialism(practitioner=person, subject=subject)) == {
        "__all__": ["This subject is listed already."]
    }


@pytest.mark.parametrize(
    ("chain", "code"),
    [(("en", "da"), "en"), (("da", "en"), "da"), (("sv", "da", "en"), "da"), (("sv",), None), ((), None)],
)
def test_text_is_the_first_in_the_chain(chain: tuple[str, ...], code: str | None) -> None:
    person = add_practitioner(open_clinic())
    texts = {written: add_text(person, written) for written in ("da", "en")}
    assert person.text_in(chain) == texts.get(code)


def test_texts_of_many_people_cost_no_query_each(django_assert_num_queries: Any) -> None:
    clinic = open_clinic()
    for number in range(3):
        add_text(add_practitioner(clinic), title=f"Title {number}")
    people = Practitioner.objects.for_clinic(clinic).prefetch_related("texts")
    with django_assert_num_queries(2):
        titles = [person.text_in(("en",)).title for person in people]
    assert titles == ["Title 0", "Title 1", "Title 2"]


def test_text_in_a_language_is_written_once() -> None:
    person = add_practitioner(open_clinic())
    add_text(person)
    assert errors_of(PractitionerText(practitioner=person, language_code="en", title="Again")) == {
        "__all__": ["There is a text in this language already."]
    }


def test_text_in_a_language_that_is_not_offered_is_refused() -> None:
    text = PractitionerText(practitioner=add_practitioner(open_clinic()), language_code="xx", title="X")
    assert list(errors_of(text)) == ["language_code"]


def test_text_without_title_and_biography_is_refused() -> None:
    person = add_practitioner(open_clinic())
    assert errors_of(PractitionerText(practitioner=person, language_code="en")) == {
        "__all__": ["Write a title or a biography, or delete this row."]
    }
    assert errors_of(PractitionerText(practitioner=person, language_code="en", bio="Life")) == {}


def test_text_says_whose_it_is_and_in_which_language() -> None:
    text = add_text(add_practitioner(open_clinic(), name="Jane", credentials="L.Ac."), "da")
    assert str(text) == "Jane, L.Ac.: Dansk"
