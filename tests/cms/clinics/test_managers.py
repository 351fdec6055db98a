"""Clinic data is read with a scope, or not at all."""

from __future__ import annotations

import pytest

from cms.clinics.managers import MissingScopeError
from cms.clinics.models import Location, OpeningHours, Practitioner, PractitionerText
from cms.clinics.records import clinic_for_host
from tests.cms.clinics.factories import add_location, add_practitioner, add_text, open_clinic

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("read", ["all", "first", "count", "exists", "values", "get", "filter"])
def test_reading_without_a_scope_is_refused(read: str) -> None:
    with pytest.raises(MissingScopeError, match=r"Location\.objects\.for_clinic\(clinic\)"):
        getattr(Location.objects, read)()


def test_for_clinic_takes_a_clinic_a_record_or_an_id() -> None:
    ours, theirs = open_clinic("ours"), open_clinic("theirs")
    place = add_location(ours)
    add_location(theirs)
    for scope in (ours, clinic_for_host("ours.localhost"), ours.pk):
        assert list(Location.objects.for_clinic(scope)) == [place]


def test_for_clinic_follows_the_path_of_a_child() -> None:
    ours, theirs = add_location(open_clinic("ours")), add_location(open_clinic("theirs"))
    hours = [
        OpeningHours.objects.create(location=place, weekday=0, opens="09:00", closes="17:00")
        for place in (ours, theirs)
    ]
    assert list(OpeningHours.objects.for_clinic(ours.clinic)) == hours[:1]


def test_texts_are_read_for_one_clinic() -> None:
    ours, theirs = open_clinic("ours"), open_clinic("theirs")
    texts = [add_text(add_practitioner(clinic)) for clinic in (ours, theirs)]
    assert list(PractitionerText.objects.for_clinic(ours)) == texts[:1]
    with pytest.raises(MissingScopeError):
        PractitionerText.objects.all()


def test_related_objects_are_scoped_by_what_they_hang_on() -> None:
    clinic = open_clinic()
    person = add_practitioner(clinic)
    add_practitioner(open_clinic("other"))
    assert list(clinic.practitioners.all()) == [person]


def test_everywhere_reads_across_the_network() -> None:
    people = [add_practitioner(open_clinic(slug)) for slug in ("one", "two")]
    assert list(Practitioner.everywhere.order_by("pk")) == people
