"""The order of an effective page: every id the library or the clinic names, hidden and gone ones included.

A library block and what the clinic put after it form a *group*. Ordering a page means ordering its groups:
as the library has them, or, where the clinic moved blocks, as the clinic has them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cms.blocks.policies import Policy
from cms.editions.resolving.values import Add, Base, Entry, LibraryText, Replace

TOP = ""
"""The group in front of all library blocks."""

FIXED_POLICIES = frozenset({Policy.EXTEND, Policy.LOCKED})


@dataclass(frozen=True, slots=True)
class Groups:
    """The library ids that the local layer names, in its order, and what stands after each of them.

    ``attached`` maps a library id, or ``TOP``, to added blocks and to blocks that the library no longer has.
    """

    named: tuple[str, ...]
    attached: Mapping[str, Sequence[str]]


def page_order(text: LibraryText, entries: Sequence[Entry], base: Base) -> tuple[str, ...]:
    """Return all ids of the page in the order in which they stand; each entry's id must be unique."""
    library_ids = tuple(block.id for block in text.blocks)
    if not is_moved(entries, base.order):
        return flatten(library_ids, group(library_ids, entries, base.order).attached)
    fixed = fixed_ids(text)
    return weave(library_ids, group(library_ids, entries, fixed=fixed), fixed)


def is_moved(entries: Sequence[Entry], base_order: Sequence[str]) -> bool:
    """Say whether the clinic moved library blocks: its order of them is not the one it started from."""
    ranks = {key: rank for rank, key in enumerate(base_order)}
    ordered = [ranks[entry.id] for entry in entries if not isinstance(entry, Add) and entry.id in ranks]
    return any(later < earlier for earlier, later in pairwise(ordered))


def fixed_ids(text: LibraryText) -> frozenset[str]:
    """Return the ids of blocks that a clinic may not move."""
    return frozenset(block.id for block in text.blocks if block.policy in FIXED_POLICIES)


def group(
    library_ids: Sequence[str],
    entries: Sequence[Entry],
    base_order: Sequence[str] = (),
    fixed: Collection[str] = (),
) -> Groups:
    """Attach every added and every gone block to the library block it stands after.

    That is the nearest one before it in the local layer. If this one is gone and was in ``base_order``, the
    nearest one before it there that still exists takes its place, else the next one back in the local layer.
    A gone block does not hang on one of the ``fixed`` ids, which the library may carry off.
    """
    present = set(library_ids)
    substitutes = _substitutes(base_order, present)
    named: list[str] = []
    attached: dict[str, list[str]] = {TOP: []}
    anchor = steady = TOP
    for entry in entries:
        if isinstance(entry, Add):
            attached.setdefault(anchor, []).append(entry.id)
        elif entry.id in present:
            named.append(entry.id)
            anchor = entry.id
            steady = steady if entry.id in fixed else entry.id
        else:
            steady = substitutes.get(entry.id, steady)
            attached.setdefault(steady, []).append(entry.id)
            if isinstance(entry, Replace) or entry.id in substitutes:
                anchor = steady
    return Groups(tuple(named), attached)


def flatten(heads: Sequence[str], attached: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the groups one after the other, those at the top first."""
    order = list(attached.get(TOP, ()))
    for head in heads:
        order.append(head)
        order.extend(attached.get(head, ()))
    return tuple(order)


def weave(library_ids: Sequence[str], groups: Groups, fixed: Collection[str]) -> tuple[str, ...]:
    """Return the page in the clinic's order, with every library block that this order does not rule put in.

    Such a block, unnamed or ``fixed``, goes behind the group of its nearest predecessor in the library that
    the clinic's order does rule; with no such predecessor, behind what stands at the top.
    """
    ruled = [key for key in groups.named if key not in fixed]
    guests: dict[str, list[str]] = {key: [] for key in (TOP, *ruled)}
    host = TOP
    for key in library_ids:
        if key in guests:
            host = key
        else:
            guests[host].append(key)
    heads = list(guests[TOP])
    for key in ruled:
        heads.append(key)
        heads.extend(guests[key])
    return flatten(heads, groups.attached)


def _substitutes(base_order: Sequence[str], present: Collection[str]) -> dict[str, str]:
    """Map each id of ``base_order`` that is gone to the nearest one before it that is present, or ``TOP``."""
    substitutes: dict[str, str] = {}
    nearest = TOP
    for key in base_order:
        if key in present:
            nearest = key
        else:
            substitutes[key] = nearest
    return substitutes
