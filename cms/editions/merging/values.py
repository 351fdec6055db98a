"""The values of merging: what came out, what a person must decide, and how two versions differ."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

Path = tuple[str | int, ...]
"""Where something stands in a block: names of fields, ids of items (or indexes), indexes of paragraphs."""

PluralText = Callable[[str, str, int], str]


class Unknown(enum.Enum):
    """The type of ``UNKNOWN``."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN
"""Stands for a base that nobody noted down; None is a known base that was empty."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One place that both sides changed, each in its own way.

    ``path`` can be written as JSON. Its last number, where the value is a text, is the index of the paragraph
    in the merged text. The pieces are raw stored values: part of a text, the value of a field, an item, or,
    for an order that both changed, lists of paths of one element. None stands for a piece that is not there.
    """

    path: Path
    base: Any
    library: Any
    local: Any

    def under(self, step: str | int) -> Conflict:
        """Return the same conflict, seen from one level further out."""
        return Conflict((step, *self.path), self.base, self.library, self.local)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many changes there were: taken from the library, kept from local, and made by both alike."""

    taken: int = 0
    kept: int = 0
    agreed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.taken + other.taken, self.kept + other.kept, self.agreed + other.agreed)


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged value. Where there is a conflict it carries the local piece, so no local character is lost.

    ``type`` is the block's type, and empty for a single value.
    """

    value: Any
    conflicts: tuple[Conflict, ...] = ()
    tally: Tally = Tally()
    type: str = ""

    @property
    def is_clean(self) -> bool:
        """Whether nothing is left to decide."""
        return not self.conflicts

    def describe(self, ngettext: PluralText) -> str:
        """Say what was merged, as in “3 changes from the library, 1 of ours kept, 1 to decide”.

        ``ngettext`` translates a singular and a plural for a number, as Django's does. Empty without changes.
        """
        tally, open_ = self.tally, len(self.conflicts)
        said = [
            (tally.taken, ngettext("%d change from the library", "%d changes from the library", tally.taken)),
            (tally.kept, ngettext("%d of ours kept", "%d of ours kept", tally.kept)),
            (tally.agreed, ngettext("%d made by both", "%d made by both", tally.agreed)),
            (open_, ngettext("%d to decide", "%d to decide", open_)),
        ]
        return ", ".join(text % number for number, text in said if number)


class SpanKind(enum.StrEnum):
    """What became of a stretch of words."""

    EQUAL = "equal"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of plain text, white space included."""

    kind: SpanKind
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One readable part of a block.

    ``text`` is plain, its paragraphs parted by line ends. ``label`` is the name of the field, the same in
    every language. ``value`` is what is stored, for parts that are no text, such as the id of a picture.
    """

    path: Path
    text: str
    label: str
    value: Any


@dataclass(frozen=True, slots=True)
class PartDifference:
    """One part in two versions. A version that does not have the part has None."""

    path: Path
    label: str
    before: Part | None
    after: Part | None
    spans: tuple[Span, ...]

    @property
    def is_changed(self) -> bool:
        """Whether a reader sees a difference in the words."""
        return any(span.kind is not SpanKind.EQUAL for span in self.spans)
