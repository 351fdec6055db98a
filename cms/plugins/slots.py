"""The slots: named places in a page where plugins may show something, and what they are told there.

A name carries the version of what it promises. A context only ever gains fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from cms.clinics.records import ClinicRecord

SLOTS: Mapping[str, str] = MappingProxyType(
    {
        "page.header.action.v1": "One link or button in the header of every page of a clinic.",
        "page.body.start.v1": "Between the title of a page and its first block.",
        "page.body.end.v1": "After the last block of a page.",
        "page.footer.v1": "In the footer of every page of a clinic.",
    }
)
"""Every slot there is, and where it is."""


@dataclass(frozen=True, slots=True)
class SlotContext:
    """What a function in a slot is told.

    ``language`` is the code of the language that is shown. ``page`` is the page as its template has it,
    ``None`` where there is none, as on an error page. ``settings`` are the plugin's own for this clinic.
    """

    clinic: ClinicRecord
    language: str
    page: Any
    settings: Mapping[str, Any]
