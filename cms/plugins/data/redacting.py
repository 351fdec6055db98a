"""A person is taken out of what the host itself keeps of plugins, and of the reasons that people gave.

That something was done, by whom and when, stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.db.models.functions import Substr
from wagtail.models import BaseLogEntry, ModelLogEntry, Page, PageLogEntry

from cms.clinics.models import ClinicLanguage, ClinicLogEntry
from cms.clinics.records import HOME_PATH_LENGTH, ClinicRecord
from cms.plugins.data.page_log import ABOUT_PAGES, written_at
from cms.plugins.models import ProbeResult, Run
from cms.plugins.registry import Entry

REDACTED = "[…]"
CHUNK = 500
# What Wagtail notes of its own has dates and keys that it reads again, and no reasons.
OF_WAGTAIL = Q(action__startswith="wagtail.")
# What is read again, or points at a block: no words of anybody.
NO_WORDS = frozenset({"language", "target"})


def redact_log(entry: Entry, clinic: ClinicRecord, person: str | None) -> None:
    """Take ``person``, or for ``None`` every text, out of a clinic's log entries about a plugin's objects.

    A person is looked for in those about pages that are gone as well, whosever they were.
    """
    app = apps.get_containing_app_config(f"{entry.installed.module}.plugin")
    if app is None:
        return
    about = Q(content_type__in=list(ContentType.objects.filter(app_label=app.label)))
    for row in _entries(clinic, about, person):
        _store(row, _redacted(row.label, person), _redacted(row.data, person))


def redact_words(clinic: ClinicRecord, person: str | None) -> None:
    """Take ``person`` out of the reasons and remarks in a clinic's log, whatever they are about.

    For ``None`` that is all that plugins said of pages, with what people answered.
    """
    selected = Q(action__in=ABOUT_PAGES) if person is None else ~OF_WAGTAIL
    for row in _entries(clinic, selected, person):
        _store(row, row.label, _redacted(row.data, person))


def redact_network(person: str) -> None:
    """Take ``person`` out of the reasons and remarks in the log of what is no clinic's."""
    homes = ClinicLanguage.everywhere.values("home__path")
    in_clinics = Page.objects.annotate(home=Substr("path", 1, HOME_PATH_LENGTH)).filter(home__in=homes)
    of_pages = PageLogEntry.objects.filter(~OF_WAGTAIL).exclude(page__in=in_clinics)
    of_others = ModelLogEntry.objects.filter(~OF_WAGTAIL)
    for row in chain(of_pages.iterator(CHUNK), of_others.iterator(CHUNK)):
        _store(row, row.label, _redacted(row.data, person))


def redact_findings(entry: Entry, clinic: ClinicRecord, person: str | None) -> None:
    """Take ``person``, or for ``None`` every text, out of what background work of a plugin left behind."""
    for row in ProbeResult.objects.for_clinic(clinic).filter(plugin=entry.name):
        row.message = _redacted(row.message, person)
        row.save(update_fields=["message"])
    for row in Run.objects.for_clinic(clinic).filter(plugin=entry.name):
        row.problem = _redacted(row.problem, person)
        row.save(update_fields=["problem"])


def _entries(clinic: ClinicRecord, selected: Q, person: str | None) -> Iterator[BaseLogEntry]:
    yield from ClinicLogEntry.objects.filter(selected, clinic_key=clinic.id).iterator(CHUNK)
    ours = Q(pk__in=())
    for language in clinic.languages:
        ours |= Q(path__startswith=language.home_path)
    if person is None:
        # What cannot be ascribed to the clinic may be another's, and every text would go.
        its_own = Q(page__in=Page.objects.filter(ours)) | written_at(clinic)
    else:
        its_own = ~Q(page__in=Page.objects.exclude(ours))
    yield from PageLogEntry.objects.filter(selected & its_own).iterator(CHUNK)


def _store(row: BaseLogEntry, label: str, data: Any) -> None:
    if (label, data) != (row.label, row.data):
        type(row).objects.filter(pk=row.pk).update(label=label, data=data)


def _redacted(said: Any, person: str | None) -> Any:
    """Return what was said without the person: in texts, and in those within lists and objects."""
    if isinstance(said, str):
        return REDACTED if said and _is_about(person, said) else said
    if isinstance(said, list):
        return [_redacted(one, person) for one in said]
    if isinstance(said, dict):
        return {key: value if key in NO_WORDS else _redacted(value, person) for key, value in said.items()}
    return said


def _is_about(person: str | None, said: str) -> bool:
    return person is None or person.casefold() in said.casefold()
