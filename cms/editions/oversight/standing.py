"""How a decision stands to what the library says to one edition: the resolver's rules, on rows of the index.

The index knows digests and policies instead of words. That is all the rules ask for, so the library's texts
are put together from digests here, and corrected by the same function that corrects the real ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from cms.blocks.policies import Policy
from cms.editions.oversight.models import DecisionKind
from cms.editions.oversight.values import State
from cms.editions.resolving.corrections import Said
from cms.editions.resolving.values import POLICIES, LibraryText, SourceBlock
from cms.streams.digests import digest

FORBIDDEN = frozenset({Policy.LOCKED, Policy.EXTEND})


@dataclass(frozen=True, slots=True)
class IndexedBlock(SourceBlock):
    """A block of which only the digest is known; ``value`` holds its policy and digest."""

    @property
    def policy(self) -> Policy:
        return POLICIES.get(self.value["policy"], Policy.LOCKED)

    @property
    def digest(self) -> str:
        said: str = self.value["digest"]
        return said


class PartIndex(NamedTuple):
    """One row of an index of parts. There are thousands at a time, so these are tuples."""

    target: str
    digest: str
    policy: str
    is_field: bool


def indexed_text(
    page_id: int, key: str, language: str, revision: int | None, parts: Iterable[PartIndex]
) -> LibraryText:
    """Return a library text made of digests: fields hold their digest, blocks are ``IndexedBlock``."""
    rows = list(parts)
    return LibraryText(
        page_id=page_id,
        key=key,
        language=language,
        revision=revision,
        fields={row.target: row.digest for row in rows if row.is_field},
        blocks=tuple(
            IndexedBlock(row.target, "", {"policy": row.policy, "digest": row.digest})
            for row in rows
            if not row.is_field
        ),
    )


@dataclass(frozen=True, slots=True)
class Library:
    """What the library says to one edition, ready to be asked about many decisions."""

    blocks: Mapping[str, SourceBlock]
    fields: Mapping[str, Any]
    corrections: Mapping[str, int]
    is_held: bool

    @classmethod
    def of(cls, said: Said, *, is_held: bool) -> Library:
        """Read ``said``, which was made from indexed texts; ``is_held``: it rests on an earlier release."""
        return cls(
            {block.id: block for block in said.text.blocks}, said.text.fields, said.corrections, is_held
        )


def state_of(
    library: Library | None,
    kind: str,
    target: str,
    base_digest: str,
    base_correction: int,
    is_signed_off: bool,
) -> State:
    """Return the state of a decision, as resolving its edition would find it.

    ``library`` is ``None`` if the library has no text for the edition.
    """
    if library is None:
        return State.NOTHING
    is_overruled = base_correction < library.corrections.get(target, 0)
    if kind == DecisionKind.FIELD:
        now = library.fields.get(target) or digest(target, None)
        return State.PARKED if is_overruled else _compared(base_digest, now)
    block = library.blocks.get(target)
    if kind == DecisionKind.ADD:
        return State.IGNORED if block else State.OWN
    if block is not None and _is_forbidden(block, kind, is_signed_off):
        return State.IGNORED
    if block is None:
        return _without_block(kind, is_overruled)
    return State.PARKED if is_overruled else _compared(base_digest, block.digest)


def _without_block(kind: str, is_overruled: bool) -> State:
    if kind == DecisionKind.HIDE:
        return State.GONE
    return State.PARKED if is_overruled else State.ORPHANED


def _is_forbidden(block: SourceBlock, kind: str, is_signed_off: bool) -> bool:
    if block.policy in FORBIDDEN:
        return True
    return block.policy is Policy.REVIEW and kind == DecisionKind.REPLACE and not is_signed_off


def _compared(base_digest: str, now: str) -> State:
    if not base_digest:
        return State.UNKNOWN
    return State.FRESH if base_digest == now else State.STALE
