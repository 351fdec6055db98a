"""What must be known to open a clinic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """A section of a clinic's website in one language."""

    title: str
    slug: str
    introduction: str = ""


@dataclass(frozen=True, slots=True)
class ClinicPlan:
    """A clinic to be opened.

    ``languages`` begins with the main one; ``sections`` is by language, then by name.
    ``hostname`` has no port. ``country`` is a code of ISO 3166, ``time_zone`` a name of the IANA database.
    """

    slug: str
    name: str
    hostname: str
    languages: tuple[str, ...]
    country: str
    time_zone: str
    theme: str
    legal_name: str = ""
    jurisdiction: str = ""
    port: int = 80
    is_fictional: bool = False
    sections: Mapping[str, Mapping[str, SectionPlan]] = field(default_factory=dict)
