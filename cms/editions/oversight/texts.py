"""What the shelf holds: texts and releases of the library, and the classes of clinics that read them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Text:
    """A library page that is published, or that a correction was made on."""

    page_id: int
    key: UUID
    language: str
    revision: int | None
    title: str
    is_live: bool


@dataclass(frozen=True, slots=True)
class ClinicClass:
    """What the clinics of a class have in common: languages, the main one first, and the ring."""

    languages: tuple[str, ...]
    ring: int | None

    def chain(self, language: str) -> tuple[str, ...]:
        """Return the languages to try for ``language``, as ``ClinicRecord.fallback_chain`` does."""
        return tuple(dict.fromkeys((language, *self.languages)))


@dataclass(frozen=True, slots=True)
class Released:
    """A release as the index needs it: its revision and the parts and ``source_base`` of that."""

    pk: int
    page_id: int
    revision: int | None
