"""A whole plugin in the background: consents end, the clinic hears of it, and cases go off the site."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from cms.pages.models import SectionIndex
from cms.plugins.actions import copy_choices, switch_off
from cms.plugins.answers import HealthState
from cms.plugins.health import reports_of
from cms.testing.network import home_of
from tests.cms.plugins.people import member
from tests.cms.plugins.test_jobs import pass_time
from tests.plugins_for_tests.case_book.models import Book, CasePage, Consent

DAY = timedelta(days=1)
PATH = "/conditions/sore-back/"


@pytest.fixture
def consent(case_book) -> Consent:
    """Ann agreed in New York, 710 days ago, and her case is told there."""
    given_on = timezone.localdate() - 710 * DAY
    consent = Consent.objects.create(clinic=case_book.newyork, person="Ann Ray", given_on=given_on)
    section = SectionIndex.objects.descendant_of(home_of(case_book.newyork)).get()
    page = CasePage(title="A sore back", slug="sore-back", person="Ann Ray", story="It is well again now.")
    section.add_child(instance=page)
    page.save_revision().publish()
    return consent


def books() -> list[str]:
    return sorted(Book.everywhere.values_list("clinic__slug", flat=True))


def test_clinic_hears_before_a_consent_ends_and_the_case_goes_when_it_has(case_book, consent, capsys) -> None:
    member(case_book.newyork, "clinic_owner")
    assert case_book.get(case_book.newyork, PATH).status_code == 200
    call_command("plugins", "run", "--plugin", "case_book")
    (report,) = reports_of(case_book.newyork.pk)
    assert (report.state, report.message) == (HealthState.WARNING, "Consents that end: 1.")
    assert [message.to for message in mail.outbox] == [["clinic_owner@newyork.example.com"]]
    assert case_book.get(case_book.newyork, PATH).status_code == 200
    Consent.everywhere.update(given_on=consent.given_on - 20 * DAY)
    pass_time(DAY)
    call_command("plugins", "run", "--plugin", "case_book")
    assert case_book.get(case_book.newyork, PATH).status_code == 404
    assert len(mail.outbox) == 1


def test_book_is_kept_while_somebody_stands_in_it(case_book, consent) -> None:
    switch_off(case_book.newyork, "case_book", user=None)
    assert books() == ["newyork"]


def test_empty_book_goes_when_the_plugin_is_switched_off(case_book) -> None:
    switch_off(case_book.newyork, "case_book", user=None)
    assert books() == []


def test_copy_opens_a_book_of_its_own_without_the_people(case_book, consent) -> None:
    copy_choices(case_book.newyork, case_book.aalborg, user=None)
    assert books() == ["aalborg", "newyork"]
    assert not Consent.objects.for_clinic(case_book.aalborg).exists()
