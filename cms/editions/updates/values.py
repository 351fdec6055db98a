"""The values of the inbox: what waits for a clinic's decision, why, and what became of many answers."""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.blocks.policies import Policy
from cms.editions.merging import Merged
from cms.editions.resolving.values import FIELD_NAMES, SourceBlock
from cms.library.models import Release

if TYPE_CHECKING:
    from cms.editions.models import Answer, Edition
    from cms.editions.updates.values import Waiting as WaitingItem


class Reason(enum.StrEnum):
    """Why something waits for a decision, the most urgent first."""

    PARKED = "parked"
    STALE = "stale"
    ORPHANED = "orphaned"
    UNKNOWN = "unknown"
    RELEASE = "release"

    @property
    def label(self) -> Promise:
        """The reason in a few words."""
        return LABELS[self]

    @property
    def meaning(self) -> Promise:
        """The reason in a sentence, said to the clinic."""
        return MEANINGS[self]


LABELS: dict[Reason, Promise] = {
    Reason.PARKED: _("Safety correction"),
    Reason.STALE: _("Changed in the library"),
    Reason.ORPHANED: _("Removed from the library"),
    Reason.UNKNOWN: _("Not comparable"),
    Reason.RELEASE: _("New release"),
}
MEANINGS: dict[Reason, Promise] = {
    Reason.PARKED: _(
        "The library corrected this for safety. Your page shows the correction; your own version is kept, "
        "and is not shown until you decide."
    ),
    Reason.STALE: _("The library has changed this since you decided about it."),
    Reason.ORPHANED: _("The library has removed this. Your page still shows your version."),
    Reason.UNKNOWN: _(
        "Nobody noted what the library said when you decided, so we cannot tell whether it has changed."
    ),
    Reason.RELEASE: _("Your page stays on an earlier release until you accept a newer one."),
}


class Side(enum.StrEnum):
    """Whose words to take where both changed the same piece."""

    LIBRARY = "library"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One part of a page that waits for a decision of the clinic.

    ``target`` is a block's id or a field's name, and empty for a new release. ``base`` is what the library
    said when the clinic decided, ``None`` if it said nothing or nobody noted it; ``library`` what it says
    now, ``None`` if it has nothing there; ``local`` the clinic's version, ``None`` if it hides the block.
    Fields are given as blocks of a type of their name. ``merged`` is ``None`` where there is nothing
    to merge. ``correction`` is the newest correction of the part that is in force, 0 for none;
    ``release`` the one that a held page could go on to.
    """

    edition: Edition
    language: str
    title: str
    target: str
    reasons: frozenset[Reason]
    base: SourceBlock | None = None
    library: SourceBlock | None = None
    local: SourceBlock | None = None
    merged: Merged | None = None
    correction: int = 0
    release: Release | None = None

    @property
    def reason(self) -> Reason:
        """The most urgent reason."""
        return next(reason for reason in Reason if reason in self.reasons)

    @property
    def key(self) -> str:
        """What names the item in a form: the edition's id and the target."""
        return f"{self.edition.pk}:{self.target}"

    @property
    def is_field(self) -> bool:
        """Whether this is about a field such as the title."""
        return self.target in FIELD_NAMES

    @property
    def is_release(self) -> bool:
        """Whether this is about a newer release of the whole page."""
        return Reason.RELEASE in self.reasons

    @property
    def is_hidden(self) -> bool:
        """Whether the clinic hides the block."""
        return self.local is None and not self.is_release

    @property
    def is_parked(self) -> bool:
        """Whether a correction keeps the clinic's version from being shown."""
        return Reason.PARKED in self.reasons

    @property
    def needs_sign_off(self) -> bool:
        """Whether a new version of the clinic's waits for a clinical reviewer before it shows."""
        return self.library is not None and self.library.policy is Policy.REVIEW

    @property
    def can_merge(self) -> bool:
        """Whether both versions can be put together."""
        return self.merged is not None

    @property
    def merges_cleanly(self) -> bool:
        """Whether both changes can be taken together without asking."""
        return self.merged is not None and self.merged.is_clean

    @property
    def stamp(self) -> str:
        """A fingerprint of everything that was shown of this item; it changes when any of it does."""
        shown = [
            self.key,
            *(block.digest if block else "" for block in (self.base, self.library, self.local)),
            self.correction,
            sorted(self.reasons),
            self.release.pk if self.release else 0,
        ]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:32]


class MovedOnError(ValidationError):
    """What a person answered is no longer what there is to decide; ``item`` is what is there now, if any."""

    def __init__(self, message: Any, item: WaitingItem | None = None) -> None:
        super().__init__(message)
        self.item = item


@dataclass(frozen=True, slots=True)
class Ask:
    """One item to answer: ``shown`` is the stamp of what the person saw, empty to answer whatever is."""

    edition_id: int
    target: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of many answers: those given, and why the others were not."""

    done: tuple[Answer, ...] = ()
    refused: Mapping[Ask, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits, by reason; an item with two reasons counts once, under the more urgent one."""

    by_reason: Mapping[Reason, int]
    compared: int = 0

    @property
    def total(self) -> int:
        """How much waits altogether."""
        return sum(self.by_reason.values())
