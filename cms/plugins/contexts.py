"""What a plugin's code is told wherever it is called. A context only ever gains fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cms.clinics.records import ClinicRecord


@dataclass(frozen=True, slots=True)
class PluginContext:
    """For which clinic a plugin works.

    ``language`` is the code of the language that is shown, the clinic's main one where nothing is shown.
    ``settings`` are the plugin's own for this clinic.
    """

    clinic: ClinicRecord
    language: str
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PageContext(PluginContext):
    """For which page; ``page`` is ``None`` where there is none, as on an error page."""

    page: Any = None


@dataclass(frozen=True, slots=True)
class SlotContext(PageContext):
    """In which slot. ``practitioner`` and ``location`` are set in the slots of their cards, else ``None``."""

    practitioner: Any = None
    location: Any = None


@dataclass(frozen=True, slots=True)
class IntentContext(PageContext):
    """What the reader of a call to action wants, such as ``initial-consultation``."""

    intent: str = ""
