"""A plugin's code away from any page: what it is told, and in which language it speaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.utils import translation

from cms.clinics.records import ClinicRecord, record_of
from cms.plugins.contexts import PluginContext
from cms.plugins.here import working_for
from cms.plugins.presets import first_settings
from cms.plugins.registry import Entry
from cms.plugins.settings import read_settings


@contextmanager
def at_work(entry: Entry, clinic: ClinicRecord, stored: Mapping[str, Any] | None) -> Iterator[PluginContext]:
    """Give what a plugin is told of a clinic; inside the ``with`` block ``here`` says the same.

    ``stored`` are its settings as they are kept, ``None`` where the clinic has none. Texts are in the
    clinic's main language.
    """
    settings = read_settings(entry, first_settings(entry) if stored is None else stored)
    context = PluginContext(clinic, clinic.main_language, settings)
    with translation.override(clinic.main_language), working_for(entry.name, context):
        yield context


@contextmanager
def being_set_up(entry: Entry, clinic_id: int, stored: Mapping[str, Any] | None) -> Iterator[None]:
    """Let ``here`` answer inside a ``with`` block while somebody sets a plugin up, whether or not it is on.

    Texts stay in the language of that person.
    """
    clinic = record_of(clinic_id)
    if clinic is None:
        yield
        return
    settings = read_settings(entry, first_settings(entry) if stored is None else stored)
    with working_for(entry.name, PluginContext(clinic, clinic.main_language, settings)):
        yield
