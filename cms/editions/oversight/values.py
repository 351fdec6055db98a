"""The values of oversight: in which state a clinic's decision is, and the rows of the network's tables."""

from __future__ import annotations

import datetime
import enum
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(enum.StrEnum):
    """How a decision stands to what the library says now. ``FRESH`` is only said after a comparison."""

    FRESH = "fresh"
    STALE = "stale"
    UNKNOWN = "unknown"
    ORPHANED = "orphaned"
    PARKED = "parked"
    OWN = "own"
    IGNORED = "ignored"
    GONE = "gone"
    NOTHING = "nothing"

    @property
    def label(self) -> Promise:
        """The state in a few words."""
        return STATE_LABELS[self]

    @property
    def meaning(self) -> Promise:
        """The state in a sentence."""
        return STATE_MEANINGS[self]


STATE_LABELS: dict[State, Promise] = {
    State.FRESH: _("Up to date"),
    State.STALE: _("Library changed"),
    State.UNKNOWN: _("Not comparable"),
    State.ORPHANED: _("Orphaned"),
    State.PARKED: _("Parked"),
    State.OWN: _("Own block"),
    State.IGNORED: _("No effect"),
    State.GONE: _("Gone"),
    State.NOTHING: _("Nothing to show"),
}

STATE_MEANINGS: dict[State, Promise] = {
    State.FRESH: _("The library still says what it said when the clinic decided."),
    State.STALE: _("The library has changed this part since the clinic decided."),
    State.UNKNOWN: _("Nobody noted what the library said when the clinic decided, so it cannot be compared."),
    State.ORPHANED: _("The library no longer has this part; the clinic's version is still shown."),
    State.PARKED: _("A safety correction is shown instead; the clinic's version waits for its decision."),
    State.OWN: _("The clinic added this block of its own."),
    State.IGNORED: _("The library's policy does not allow this, or no reviewer has signed it off."),
    State.GONE: _("The library no longer has the block that the clinic hides."),
    State.NOTHING: _("The library publishes this page in none of the clinic's languages."),
}


class Concern(enum.StrEnum):
    """What the network can look for."""

    STALE = "stale"
    UNKNOWN = "unknown"
    ORPHANED = "orphaned"
    PARKED = "parked"
    HELD = "held"
    OVERDUE = "overdue"

    @property
    def label(self) -> Promise:
        """What the filter is called."""
        return CONCERN_LABELS[self]


CONCERN_LABELS: dict[Concern, Promise] = {
    Concern.STALE: STATE_LABELS[State.STALE],
    Concern.UNKNOWN: STATE_LABELS[State.UNKNOWN],
    Concern.ORPHANED: STATE_LABELS[State.ORPHANED],
    Concern.PARKED: STATE_LABELS[State.PARKED],
    Concern.HELD: _("Held at an older release"),
    Concern.OVERDUE: _("Acknowledgement overdue"),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Which part of the network is looked at; empty means all of it."""

    language: str = ""
    clinic: int | None = None
    key: UUID | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many decisions of each kind there are, and how many in each state."""

    kinds: Counter[str] = field(default_factory=Counter)
    states: Counter[State] = field(default_factory=Counter)

    def add(self, kind: str, state: State, number: int) -> None:
        """Count ``number`` more decisions."""
        self.kinds[kind] += number
        self.states[state] += number

    @property
    def own_versions(self) -> int:
        return self.kinds["replace"] + self.kinds["field"]

    @property
    def hidden(self) -> int:
        return self.kinds["hide"]

    @property
    def added(self) -> int:
        return self.kinds["add"]

    @property
    def stale(self) -> int:
        return self.states[State.STALE]

    @property
    def unknown(self) -> int:
        return self.states[State.UNKNOWN]

    @property
    def orphaned(self) -> int:
        return self.states[State.ORPHANED]

    @property
    def parked(self) -> int:
        return self.states[State.PARKED]

    def as_json(self) -> dict[str, int]:
        """Return the counts that are not nought, by name."""
        named = {"own_versions": self.own_versions, "hidden": self.hidden, "added": self.added}
        return named | {state.value: number for state, number in sorted(self.states.items()) if number}


@dataclass(frozen=True, slots=True)
class PageRow:
    """One library page in the matrix.

    ``clinics`` follow it; ``held`` editions rest on another release than the newest; ``overdue`` clinics have
    not acknowledged a correction in time.
    """

    key: UUID
    title: str
    page_id: int | None
    languages: tuple[str, ...]
    counts: Counts
    clinics: int = 0
    held: int = 0
    overdue: int = 0

    def has(self, concern: Concern) -> bool:
        """Whether somebody who looks for ``concern`` finds it here."""
        if concern is Concern.HELD:
            return bool(self.held)
        if concern is Concern.OVERDUE:
            return bool(self.overdue)
        return bool(self.counts.states[State(concern.value)])

    def as_json(self) -> dict[str, Any]:
        """Return the row as plain data."""
        return {
            "library_key": str(self.key),
            "title": self.title,
            "languages": list(self.languages),
            "clinics": self.clinics,
            **self.counts.as_json(),
            "held": self.held,
            "overdue": self.overdue,
        }


@dataclass(frozen=True, slots=True)
class PartRow:
    """One block or field of a library page, and how many editions decided about it.

    ``share`` of the editions that follow the page replace or hide it, from 0 to 1.
    """

    target: str
    heading: str
    type: str
    policy: str
    position: int
    counts: Counts
    editions: int = 0

    @property
    def decided(self) -> int:
        return self.counts.own_versions + self.counts.hidden

    @property
    def share(self) -> float:
        return min(1.0, self.decided / self.editions) if self.editions else 0.0

    @property
    def percent(self) -> int:
        """The share for a bar; whatever is not nought can be seen."""
        return max(1, round(self.share * 100)) if self.decided else 0

    @property
    def is_field(self) -> bool:
        return self.position == -1

    def as_json(self) -> dict[str, Any]:
        """Return the row as plain data."""
        return {
            "target": self.target,
            "heading": self.heading,
            "type": self.type,
            "policy": self.policy,
            **self.counts.as_json(),
        }


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One clinic's decision about one part.

    ``base_date`` is the day of the release that it rests on, ``None`` if that is not known.
    """

    decision: Any
    state: State
    base_date: datetime.datetime | None
    is_held: bool

    def as_json(self) -> dict[str, Any]:
        """Return the row as plain data."""
        one = self.decision
        return {
            "clinic": one.clinic.name,
            "edition": one.edition_id,
            "language": one.language,
            "target": one.target,
            "kind": one.kind,
            "state": self.state.value,
            "held": self.is_held,
            "since": one.decided_at,
            "by": str(one.decided_by or ""),
            "base_revision": one.base_revision,
            "base_date": self.base_date,
        }
