"""A person is taken out of what the host itself keeps of a plugin: its log, and what was found and failed.

That something was done, by whom and when, stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import BaseLogEntry, Page, PageLogEntry

from cms.clinics.models import ClinicLogEntry
from cms.clinics.records import ClinicRecord
from cms.plugins.models import ProbeResult, Run
from cms.plugins.registry import Entry

REDACTED = "[…]"
CHUNK = 500


def redact_log(entry: Entry, clinic: ClinicRecord, person: str | None) -> int:
    """Take ``person``, or for ``None`` every text, out of a clinic's log entries about a plugin's objects.

    Return how many entries were changed. Those about pages that are gone belong to no clinic any more, and
    are looked at as well.
    """
    count = 0
    for row in _entries(entry, clinic):
        label, data = _redacted(row.label, person), _redacted(row.data, person)
        if (label, data) != (row.label, row.data):
            type(row).objects.filter(pk=row.pk).update(label=label, data=data)
            count += 1
    return count


def redact_findings(entry: Entry, clinic: ClinicRecord, person: str | None) -> None:
    """Take ``person``, or for ``None`` every text, out of what background work of a plugin left behind."""
    for row in ProbeResult.objects.for_clinic(clinic).filter(plugin=entry.name):
        row.message = _redacted(row.message, person)
        row.save(update_fields=["message"])
    for row in Run.objects.for_clinic(clinic).filter(plugin=entry.name):
        row.problem = _redacted(row.problem, person)
        row.save(update_fields=["problem"])


def _entries(entry: Entry, clinic: ClinicRecord) -> Iterator[BaseLogEntry]:
    app = apps.get_containing_app_config(f"{entry.installed.module}.plugin")
    if app is None:
        return
    types = list(ContentType.objects.filter(app_label=app.label))
    about = Q(content_type__in=types)
    yield from ClinicLogEntry.objects.filter(about, clinic_key=clinic.id).iterator(CHUNK)
    ours = Q()
    for language in clinic.languages:
        ours |= Q(path__startswith=language.home_path)
    others = Page.objects.exclude(ours)
    yield from PageLogEntry.objects.filter(about).exclude(page__in=others).iterator(CHUNK)


def _redacted(said: Any, person: str | None) -> Any:
    """Return what was said without the person: in texts, and in those within lists and objects."""
    if isinstance(said, str):
        return REDACTED if said and _is_about(person, said) else said
    if isinstance(said, list):
        return [_redacted(one, person) for one in said]
    if isinstance(said, dict):
        return {key: _redacted(value, person) for key, value in said.items()}
    return said


def _is_about(person: str | None, said: str) -> bool:
    return person is None or person.casefold() in said.casefold()
