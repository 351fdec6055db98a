"""What a release would do, before it is made."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.editions.updates.values import Reason
from cms.library.translations import TranslationState


class Outcome(enum.StrEnum):
    """What becomes of one part that a clinic decided about."""

    CONFLICTS = "conflicts"
    PARKED = "parked"
    ORPHANED = "orphaned"
    STALE = "stale"
    MERGES = "merges"
    UNKNOWN = "unknown"
    STAYS = "stays"

    @property
    def label(self) -> Promise:
        """The outcome in words."""
        return OUTCOME_LABELS[self]


OUTCOME_LABELS: dict[Outcome, Promise] = {
    Outcome.CONFLICTS: _("Changed on both sides: the clinic has to choose"),
    Outcome.PARKED: _("Put aside by the correction: the library's words show"),
    Outcome.ORPHANED: _("Gone from the library: the clinic's version stays"),
    Outcome.STALE: _("Hidden by the clinic, and changed by the library"),
    Outcome.MERGES: _("Both changes fit together"),
    Outcome.UNKNOWN: _("Nobody noted what the clinic's version rests on"),
    Outcome.STAYS: _("Stays as it is"),
}


@dataclass(frozen=True, slots=True)
class PartForecast:
    """What becomes of one decision of a clinic.

    ``target`` is a block's id or a field's name. ``reasons`` are those that the clinic's list of updates will
    give; ``before`` those that it gives now. ``conflicts`` counts the places that both sides changed.
    """

    target: str
    heading: str
    outcome: Outcome
    reasons: frozenset[Reason] = frozenset()
    before: frozenset[Reason] = frozenset()
    conflicts: int = 0

    @property
    def is_new(self) -> bool:
        """Whether the release gives the clinic something to decide that it has not now."""
        return bool(self.reasons - self.before)


@dataclass(frozen=True, slots=True)
class EditionForecast:
    """What becomes of one edition that has decisions on the page or is held.

    ``changes`` tells whether visitors would see anything else than now. ``held_at`` is when the release was
    made that the clinic holds the edition at; ``arrives_at`` when its ring receives the new one, if it waits.
    """

    edition_id: int
    title: str
    clinic_id: int
    clinic: str
    language: str
    changes: bool
    is_held: bool
    held_at: datetime.datetime | None
    arrives_at: datetime.datetime | None
    parts: tuple[PartForecast, ...]

    @property
    def outcomes(self) -> frozenset[Outcome]:
        return frozenset(part.outcome for part in self.parts)


@dataclass(frozen=True, slots=True)
class RingForecast:
    """When a ring receives the release, ``None`` for at once, and how many clinics it has."""

    name: str
    starts_at: datetime.datetime | None
    clinics: int


@dataclass(frozen=True, slots=True)
class StaleTranslation:
    """A translation that would be behind: its parts by target, with what is behind about each."""

    page_id: int
    title: str
    language: str
    parts: Mapping[str, TranslationState]
    headings: Mapping[str, str]


class SampleKind(enum.StrEnum):
    """What a sample page is an example of."""

    UNTOUCHED = "untouched"
    MERGES = "merges"
    CONFLICTS = "conflicts"
    HELD = "held"

    @property
    def label(self) -> Promise:
        """The kind in words."""
        return SAMPLE_LABELS[self]


SAMPLE_LABELS: dict[SampleKind, Promise] = {
    SampleKind.UNTOUCHED: _("A clinic that follows in everything"),
    SampleKind.MERGES: _("A clinic whose changes fit together with the library's"),
    SampleKind.CONFLICTS: _("A clinic that changed the same words"),
    SampleKind.HELD: _("A clinic that stays on an earlier release"),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """An edition worth looking at, before and after."""

    kind: SampleKind
    edition_id: int
    clinic: str
    language: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """What releasing a draft would do.

    ``changed`` holds the targets that the draft words differently, adds or removes; ``headings`` what people
    call the parts. ``clinics`` and ``editions`` count who follows the page in its language or for want of
    their own; ``untouched`` those among them that decided nothing. ``affected`` lists the editions with
    decisions about the page and those that are held.
    """

    page_id: int
    title: str
    language: str
    changed: tuple[str, ...]
    corrected: tuple[str, ...]
    headings: Mapping[str, str]
    clinics: int
    editions: int
    untouched: int
    affected: tuple[EditionForecast, ...]
    rings: tuple[RingForecast, ...]
    translations: tuple[StaleTranslation, ...]
    samples: tuple[Sample, ...]
    counts: Mapping[Outcome, int]

    @property
    def held(self) -> tuple[EditionForecast, ...]:
        """The editions that their clinics hold at an earlier release."""
        return tuple(one for one in self.affected if one.is_held)
