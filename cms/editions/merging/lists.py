"""Merging lists and nested streams, item by item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from cms.editions.merging.alignment import ALIKE, dice
from cms.editions.merging.matching import match
from cms.editions.merging.rewriting import KEPT_AT_LEAST
from cms.editions.merging.sameness import is_envelope, is_same, item_id, item_type, item_value, words_of
from cms.editions.merging.values import Conflict, Merged, Tally

MergeValue = Callable[[Any, Any, Any], Merged]
Items = Sequence[Any]


@dataclass(slots=True)
class _Row:
    """One item on all sides: its index in each list, or None where it is missing."""

    base: int | None = None
    library: int | None = None
    local: int | None = None


def merge_list(base: Items, library: Items, local: Items, merge_value: MergeValue) -> Merged:
    """Merge three lists; ``merge_value`` merges what one item says on three sides.

    Both may add, delete, edit and move items; what the library adds at the same place stands first. It is a
    conflict if one edits what the other deletes, or if both move the same items to different places; the
    clinic's order is then kept. If a side kept next to nothing and the other added, the whole list is one.
    """
    rows = _rows(base, library, local)
    if _is_entangled(rows, base, library, local):
        return Merged(list(local), (Conflict((), list(base), list(library), list(local)),))
    ordered, order_conflict, tally = _ordered(rows, base, library, local)
    merged: list[Any] = []
    conflicts: list[Conflict] = list(order_conflict)
    for row in ordered:
        outcome = _merge_row(row, base, library, local, merge_value)
        merged += outcome.value
        conflicts += [one.under(_step(row, library, local, len(merged) - 1)) for one in outcome.conflicts]
        tally += outcome.tally
    return Merged(merged, tuple(conflicts), tally)


def _step(row: _Row, library: Items, local: Items, index: int) -> str | int:
    """The id of an item, or for one without an id its index in the merged list."""
    item = (
        local[row.local]
        if row.local is not None
        else library[row.library]
        if row.library is not None
        else None
    )
    return item_id(item) or max(index, 0)


def _rows(base: Items, library: Items, local: Items) -> list[_Row]:
    to_library, to_local = match(base, library), match(base, local)
    rows = [_Row(index, to_library.get(index), to_local.get(index)) for index in range(len(base))]
    new_library = [index for index in range(len(library)) if index not in set(to_library.values())]
    new_local = [index for index in range(len(local)) if index not in set(to_local.values())]
    both = match([library[index] for index in new_library], [local[index] for index in new_local])
    for rank, index in enumerate(new_library):
        rows.append(_Row(None, index, new_local[both[rank]] if rank in both else None))
    taken = set(both.values())
    return rows + [_Row(None, None, index) for rank, index in enumerate(new_local) if rank not in taken]


def _is_entangled(rows: list[_Row], base: Items, library: Items, local: Items) -> bool:
    """Whether one side wrote the list anew, or emptied it, and the other added items of its own."""
    theirs = [row for row in rows if (row.base, row.local) == (None, None)]
    ours = [row for row in rows if (row.base, row.library) == (None, None)]
    return bool(ours and _is_anew(rows, "library", base, library)) or bool(
        theirs and _is_anew(rows, "local", base, local)
    )


def _is_anew(rows: list[_Row], side: str, base: Items, items: Items) -> bool:
    """Whether a side kept next to nothing: neither of the base nor of what the other side wrote as well."""
    if not base:
        return False
    kept = 0
    for row in _present(rows, side):
        if row.base is None:
            kept += row.library is not None and row.local is not None
        else:
            kept += _are_alike(item_value(base[row.base]), item_value(items[getattr(row, side)]))
    return not kept or kept < KEPT_AT_LEAST * min(len(base), len(items))


def _are_alike(first: Any, second: Any) -> bool:
    return is_same(first, second) or dice(Counter(words_of(first)), Counter(words_of(second))) >= ALIKE


def _merge_row(row: _Row, base: Items, library: Items, local: Items, merge_value: MergeValue) -> Merged:
    """The item in a list of one, or an empty list if it falls away."""
    ours = None if row.base is None else base[row.base]
    theirs = None if row.library is None else library[row.library]
    own = None if row.local is None else local[row.local]
    if row.base is None:
        return _merge_new(row, theirs, own)
    if row.library is None and row.local is None:
        return Merged([], (), Tally(agreed=1))
    if row.library is None:
        is_kept = not is_same([ours], [own])
        return _one_deleted(ours, theirs, own, [own] if is_kept else [], Tally(taken=1), is_kept)
    if row.local is None:
        return _one_deleted(ours, theirs, own, [], Tally(kept=1), not is_same([ours], [theirs]))
    if len({item_type(item) for item in (ours, theirs, own)}) > 1:
        return _in_list(_merge_types(ours, theirs, own))
    merged = merge_value(item_value(ours), item_value(theirs), item_value(own))
    return _in_list(Merged(_wrapped(merged.value, theirs, own), merged.conflicts, merged.tally))


def _merge_new(row: _Row, theirs: Any, own: Any) -> Merged:
    if row.library is None:
        return Merged([own], (), Tally(kept=1))
    if row.local is None:
        return Merged([theirs], (), Tally(taken=1))
    if is_same([theirs], [own]):
        return Merged([theirs], (), Tally(agreed=1))
    return Merged([own], (Conflict((), None, theirs, own),))


def _one_deleted(
    ours: Any, theirs: Any, own: Any, value: list[Any], tally: Tally, is_conflict: bool
) -> Merged:
    if is_conflict:
        return Merged(value, (Conflict((), ours, theirs, own),))
    return Merged(value, (), tally)


def _merge_types(ours: Any, theirs: Any, own: Any) -> Merged:
    if is_same([theirs], [own]):
        return Merged(own, (), Tally(agreed=1))
    if is_same([ours], [own]):
        return Merged(theirs, (), Tally(taken=1))
    if is_same([ours], [theirs]):
        return Merged(own, (), Tally(kept=1))
    return Merged(own, (Conflict((), ours, theirs, own),))


def _in_list(merged: Merged) -> Merged:
    return Merged([merged.value], merged.conflicts, merged.tally)


def _wrapped(value: Any, theirs: Any, own: Any) -> Any:
    """The value under the library's id, so that the item is found again when the library changes."""
    envelope = theirs if item_id(theirs) else own if item_id(own) else theirs
    if is_envelope(envelope) or item_type(envelope) != "item":
        return {**envelope, "value": value}
    return value


def _ordered(
    rows: list[_Row], base: Items, library: Items, local: Items
) -> tuple[list[_Row], list[Conflict], Tally]:
    """The rows in the merged order, and what must be decided about it."""
    old = [row for row in rows if row.base is not None]
    order, conflict, tally = _merged_order(old, base, library, local)
    order = _with_new(order, rows, "library")
    return _with_new(order, rows, "local"), conflict, tally


def _merged_order(
    old: list[_Row], base: Items, library: Items, local: Items
) -> tuple[list[_Row], list[Conflict], Tally]:
    in_library, in_local = _side_order(old, "library"), _side_order(old, "local")
    moved_library, moved_local = _moved(in_library), _moved(in_local)
    if not moved_library:
        return in_local, [], Tally(kept=bool(moved_local))
    if not moved_local:
        return in_library, [], Tally(taken=1)
    if not _differ(in_library, in_local):
        return in_local, [], Tally(agreed=1)
    if moved_library & moved_local:
        pieces = (
            _named(sorted(old, key=lambda row: row.base or 0), base, "base"),
            _named(_present(in_library, "library"), library, "library"),
            _named(_present(in_local, "local"), local, "local"),
        )
        return in_local, [Conflict((), *pieces)], Tally()
    theirs = iter([row for row in in_library if row.base in moved_library])
    return [next(theirs) if row.base in moved_library else row for row in in_local], [], Tally(1, 1)


def _side_order(old: list[_Row], side: str) -> list[_Row]:
    """The old items in the order of one side; one that it deleted stands after its neighbour in the base."""
    order = sorted(_present(old, side), key=lambda row: getattr(row, side))
    for row in old:
        if getattr(row, side) is None:
            before = [one for one in order if one.base is not None and one.base == (row.base or 0) - 1]
            order.insert(order.index(before[0]) + 1 if before else 0, row)
    return order


def _present(rows: list[_Row], side: str) -> list[_Row]:
    return [row for row in rows if getattr(row, side) is not None]


def _moved(order: list[_Row]) -> set[int | None]:
    """The items that stand on the other side of another one than in the base."""
    ranks = [row.base or 0 for row in order]
    if ranks == sorted(ranks):
        return set()
    return {one for pair in combinations(ranks, 2) if pair[0] > pair[1] for one in pair}


def _differ(first: list[_Row], second: list[_Row]) -> bool:
    """Whether the items that both sides still have stand in different orders."""
    both = [row.base for row in first if row.library is not None and row.local is not None]
    return both != [row.base for row in second if row.library is not None and row.local is not None]


def _named(rows: list[_Row], items: Items, side: str) -> list[list[str | int]]:
    """An order, as paths of one element: the items' ids, or their indexes in the base."""
    return [[item_id(items[getattr(row, side)]) or (row.base or 0)] for row in rows]


def _with_new(order: list[_Row], rows: list[_Row], side: str) -> list[_Row]:
    """The order with one side's new items, each after the item that it stands after on that side."""
    new = [row for row in rows if row.base is None and getattr(row, side) is not None and row not in order]
    standing = sorted(_present([*order, *new], side), key=lambda row: getattr(row, side))
    found = list(order)
    for before, row in zip([None, *standing], standing, strict=False):
        if any(row is one for one in found):
            continue
        place = _index(found, before) + 1 if before is not None else 0
        while place < len(found) and found[place].base is None and getattr(found[place], side) is None:
            place += 1
        found.insert(place, row)
    return found


def _index(rows: list[_Row], row: _Row) -> int:
    return next(index for index, one in enumerate(rows) if one is row)
