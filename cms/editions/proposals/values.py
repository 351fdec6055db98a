"""What a clinic offers to the library, as values."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from cms.editions.resolving.values import FIELD_NAMES, BaseValue, SourceBlock
from cms.streams.digests import digest


class Kind(enum.StrEnum):
    """What an offer is about."""

    BLOCK = "block"
    FIELD = "field"
    ADDED = "added"


class Movement(enum.StrEnum):
    """Whether the library's words are still those that the clinic started from."""

    SAME = "same"
    MOVED = "moved"
    UNKNOWN = "unknown"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Offer:
    """A clinic's own words for one part of a page.

    ``target`` is the id of the block, the clinic's own if the offer is a new block, or the name of a field.
    ``part`` holds the clinic's words; those of a field have the field's name as their type. ``base`` is what
    the library said when the clinic wrote them. ``after`` names the library's blocks before an added one,
    the nearest first.
    """

    target: str
    kind: Kind
    part: SourceBlock
    base: BaseValue | None = None
    after: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """The digest of the offered words, by the rule of the part that they stand for."""
        return part_digest(self.kind, self.part)

    def to_json(self) -> dict[str, Any]:
        """Return what ``Proposal.value`` stores."""
        stored: dict[str, Any] = {"type": self.part.type, "value": self.part.value}
        return stored | ({"after": list(self.after)} if self.kind is Kind.ADDED else {})

    @classmethod
    def from_json(cls, target: str, value: Mapping[str, Any], base: Mapping[str, Any] | None) -> Self:
        """Read a stored proposal."""
        kind = Kind.FIELD if target in FIELD_NAMES else Kind.ADDED if "after" in value else Kind.BLOCK
        return cls(
            target=target,
            kind=kind,
            part=SourceBlock(target, value["type"], value["value"]),
            base=BaseValue(**base) if base else None,
            after=tuple(value.get("after", ())),
        )


def part_digest(kind: Kind, part: SourceBlock) -> str:
    """Return the digest of a block or of a field's value, as bases store it."""
    return digest(part.type, part.value) if kind is Kind.FIELD else part.digest


def movement(offer: Offer, said: SourceBlock | None) -> Movement:
    """Compare what the library says now, ``None`` for nothing, with what the offer rests on."""
    if offer.kind is Kind.ADDED:
        return Movement.NEW
    if said is None:
        return Movement.GONE
    if offer.base is None:
        return Movement.UNKNOWN
    return Movement.SAME if offer.base.digest == part_digest(offer.kind, said) else Movement.MOVED
