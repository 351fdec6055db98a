"""What happens to clinic data is logged, and read by that clinic and the network only."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import log

from cms.clinics.models import Clinic, ClinicLogEntry
from tests.cms.clinics.factories import (
    add_location,
    add_practitioner,
    member_of,
    network_owner,
    open_clinic,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinics() -> tuple[Clinic, Clinic]:
    """Two clinics, each with a place and a person that were edited."""
    ours, theirs = open_clinic("ours"), open_clinic("theirs")
    for clinic in (ours, theirs):
        log(add_location(clinic), "wagtail.edit")
        log(add_practitioner(clinic), "wagtail.edit")
    return ours, theirs


def labels(user: Any) -> list[str]:
    return sorted(ClinicLogEntry.objects.viewable_by_user(user).values_list("label", flat=True))


def test_member_reads_the_log_of_the_own_clinic(clinics: tuple[Clinic, Clinic]) -> None:
    assert labels(member_of(clinics[0])) == ["Person of ours", "Place of ours"]


def test_network_owner_reads_the_whole_log(clinics: tuple[Clinic, Clinic]) -> None:
    assert labels(network_owner()) == [
        "Person of ours",
        "Person of theirs",
        "Place of ours",
        "Place of theirs",
    ]


def test_log_shows_only_what_the_user_works_on(clinics: tuple[Clinic, Clinic]) -> None:
    user = member_of(clinics[0])
    user.groups.get().permissions.filter(codename__endswith="_practitioner").delete()
    assert labels(user) == ["Place of ours"]


def test_report_of_the_site_names_nothing_of_another_clinic(clinics: tuple[Clinic, Clinic]) -> None:
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(member_of(clinics[0]))
    body = client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    names = [f"{kind} of {slug}" for kind in ("Place", "Person") for slug in ("ours", "theirs")]
    assert [name for name in names if name in body] == ["Place of ours", "Person of ours"]


def test_entry_outlives_its_object(clinics: tuple[Clinic, Clinic]) -> None:
    place = clinics[0].locations.get()
    entries = ClinicLogEntry.objects.for_instance(place)
    assert [instance for _, instance in entries.with_instances()] == [place]
    keys = list(entries.values_list("pk", flat=True))
    place.delete()
    remaining = ClinicLogEntry.objects.filter(pk__in=keys)
    assert [(entry.label, instance) for entry, instance in remaining.with_instances()] == [
        ("Place of ours", None)
    ]
