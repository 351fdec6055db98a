"""Which entries of a local layer count, and which the library's policies or their own ids rule out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cms.blocks.policies import Policy
from cms.editions.resolving import reasons
from cms.editions.resolving.values import (
    Add,
    BaseValue,
    Entry,
    Follow,
    Hide,
    Ignored,
    LibraryText,
    Replace,
    SourceBlock,
)


def sift(text: LibraryText, entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], tuple[Ignored, ...]]:
    """Return the entries that count, and the others with their reasons.

    An entry that a policy forbids still says where the block stands, so it counts as following the block.
    """
    blocks = {block.id: block for block in text.blocks}
    counted: dict[str, Entry] = {}
    ignored: list[Ignored] = []
    for index, entry in enumerate(entries):
        reason = reasons.TWICE if entry.id in counted else refusal(entry, blocks.get(entry.id))
        if reason:
            ignored.append(Ignored(index, entry, reason))
        if entry.id in counted or (reason and isinstance(entry, Add)):
            continue
        counted[entry.id] = Follow(entry.id) if reason else entry
    return tuple(counted.values()), tuple(ignored)


def overrule(
    entries: Sequence[Entry], bases: Mapping[str, BaseValue], corrections: Mapping[str, int]
) -> tuple[tuple[Entry, ...], dict[str, Hide | Replace]]:
    """Return the entries, those that a correction overrules as following the library; and these."""
    overruled = {
        entry.target: entry
        for entry in entries
        if isinstance(entry, (Hide, Replace))
        and is_overruled(bases.get(entry.target), corrections.get(entry.target, 0))
    }
    if not overruled:
        return tuple(entries), {}
    return tuple(Follow(one.id) if one.id in overruled else one for one in entries), overruled


def is_overruled(base: BaseValue | None, correction: int) -> bool:
    """Say whether a decision that rests on ``base`` is older than ``correction``, 0 for none."""
    return (base.correction if base else 0) < correction


def refusal(entry: Entry, block: SourceBlock | None) -> str:
    """Say why ``entry`` may not stand as it is, given the library's ``block`` of that id; empty if it may."""
    if block is None or isinstance(entry, Follow):
        return ""
    if isinstance(entry, Add):
        return reasons.TAKEN
    if block.policy is Policy.LOCKED:
        return reasons.LOCKED
    if block.policy is Policy.EXTEND:
        return reasons.EXTEND
    return reasons.UNSIGNED if _needs_sign_off(entry, block) else ""


def _needs_sign_off(entry: Hide | Replace, block: SourceBlock) -> bool:
    if block.policy is not Policy.REVIEW or isinstance(entry, Hide):
        return False
    return entry.signed_off != entry.block.digest
