import datetime as dt

import pytest

from cms.clinics.models import Location, OpeningHours
from cms.clinics.places import places_of
from cms.testing.network import make_clinic, make_root


@pytest.fixture
def clinic(db):
    make_root()
    return make_clinic("newyork")


def make_location(clinic, name="Harbor Lane"):
    return Location.objects.create(
        clinic=clinic, name=name, street="1 Lane", postal_code="1", city="New York"
    )


def shown(clinic):
    return [
        (place.name, [str(hours.opens) for hours in place.opening_hours.all()]) for place in places_of(clinic)
    ]


def test_places_cost_no_query_once_they_are_known(clinic, django_assert_num_queries):
    location = make_location(clinic)
    OpeningHours.objects.create(location=location, weekday=0, opens=dt.time(9), closes=dt.time(17))
    assert shown(clinic) == [("Harbor Lane", ["09:00:00"])]
    with django_assert_num_queries(0):
        assert shown(clinic) == [("Harbor Lane", ["09:00:00"])]


def test_places_follow_every_change(clinic):
    location = make_location(clinic)
    assert shown(clinic) == [("Harbor Lane", [])]
    hours = OpeningHours.objects.create(location=location, weekday=0, opens=dt.time(9), closes=dt.time(17))
    assert shown(clinic) == [("Harbor Lane", ["09:00:00"])]
    hours.delete()
    location.name = "Orchard Walk"
    location.save()
    assert shown(clinic) == [("Orchard Walk", [])]
    location.delete()
    assert shown(clinic) == []
