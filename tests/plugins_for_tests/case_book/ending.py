"""Consents end: the clinic hears of it before, and the cases go off the site."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from cms.plugins.api import Health, HealthState, PluginContext
from tests.plugins_for_tests.case_book.models import CasePage, Consent

VALID = timedelta(days=730)
NOTICE = timedelta(days=30)


def take_down(context: PluginContext) -> None:
    """Take the cases of people whose consent has ended off the site."""
    take_down_ended(context, timezone.localdate())


def take_down_ended(context: PluginContext, until: date) -> int:
    """Take the cases of people whose consent ends by a day off the site, and return how many there were."""
    ended = Consent.objects.for_clinic(context.clinic).filter(given_on__lte=until - VALID)
    people = list(ended.values_list("person", flat=True))
    pages = [
        page
        for language in context.clinic.languages
        for page in CasePage.objects.live().filter(path__startswith=language.home_path, person__in=people)
    ]
    for page in pages:
        page.unpublish()
    return len(pages)


def consents_health(context: PluginContext) -> Health:
    """Say how many consents end soon or have ended."""
    soon = timezone.localdate() - VALID + NOTICE
    number = Consent.objects.for_clinic(context.clinic).filter(given_on__lte=soon).count()
    if number:
        return Health(HealthState.WARNING, f"Consents that end: {number}.")
    return Health(HealthState.OK, "Every consent holds for a month or more.")
