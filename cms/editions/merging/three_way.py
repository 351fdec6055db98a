"""Merging three versions of a block: what the library said, says now, and what a clinic made of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cms.editions.merging.lists import merge_list
from cms.editions.merging.prose import merge_text, whole_conflict
from cms.editions.merging.rewriting import is_block_entangled
from cms.editions.merging.sameness import is_empty, is_same
from cms.editions.merging.values import UNKNOWN, Conflict, Merged, Tally, Unknown
from cms.editions.resolving.values import SourceBlock

POLICY: Final = "policy"
BOUND: Final = {
    "image": ("image", "alt", "decorative", "caption", "credit", "licence"),
    "decorative": ("decorative", "alt"),
}
"""Fields that say something about another field, and are decided with it when that one changes."""


def merge(base: SourceBlock | None, library: SourceBlock | None, local: SourceBlock) -> Merged:
    """Merge one block.

    ``base`` is what the library said when the clinic decided, None if that is unknown: whatever differs is
    then a conflict about the whole block. ``library`` is None if the library no longer has the block: the
    clinic's version is kept, and whether it stays is a conflict. If the three are not of one type, it is a
    conflict about the whole block, unless only one side differs from the base. If one side kept next to
    nothing of the block and the other changed it too, what the library did to each field is a conflict. The
    policy is the library's.
    """
    if library is None:
        conflict = Conflict((), base.value if base else None, None, local.value)
        return Merged(local.value, (conflict,), type=local.type)
    if base is None or len({base.type, library.type, local.type}) > 1:
        return _merge_whole(base, library, local)
    pieces = (_unruled(base.value), _unruled(library.value), _unruled(local.value))
    merged = _merge(*pieces)
    is_struct = all(isinstance(piece, Mapping) for piece in pieces)
    if merged.is_clean and is_struct and (conflicts := _entangled(*pieces)):
        merged = Merged(local.value, conflicts)
    value = _ruled(merged.value, library.value)
    return Merged(value, merged.conflicts, merged.tally, library.type)


def _entangled(
    base: Mapping[str, Any], library: Mapping[str, Any], local: Mapping[str, Any]
) -> tuple[Conflict, ...]:
    """What the library did to each field, if one side kept next to nothing and both changed the block."""
    differing = [
        name for name in dict.fromkeys((*local, *library)) if not is_same(library.get(name), local.get(name))
    ]
    theirs, ours = (
        [name for name in differing if not is_same(base.get(name), side.get(name))]
        for side in (library, local)
    )
    if not theirs or not ours or not is_block_entangled(base, library, local):
        return ()
    return tuple(Conflict((name,), base.get(name), library.get(name), local.get(name)) for name in theirs)


def merge_value(base: Any | Unknown, library: Any, local: Any) -> Merged:
    """Merge one stored value, such as a title. A base of ``UNKNOWN`` makes every difference a conflict."""
    if base is not UNKNOWN:
        return _merge(base, library, local)
    if is_same(library, local):
        return Merged(local, (), Tally(agreed=1))
    return whole_conflict(None, library, local)


def _merge_whole(base: SourceBlock | None, library: SourceBlock, local: SourceBlock) -> Merged:
    if library.digest == local.digest:
        return Merged(_ruled(local.value, library.value), (), Tally(agreed=1), local.type)
    if base and base.digest == local.digest:
        return Merged(library.value, (), Tally(taken=1), library.type)
    value = _ruled(local.value, library.value)
    if base and base.digest == library.digest:
        return Merged(value, (), Tally(kept=1), local.type)
    conflict = Conflict((), base.value if base else None, library.value, local.value)
    return Merged(value, (conflict,), type=local.type)


def _unruled(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {key: item for key, item in value.items() if key != POLICY}


def _ruled(value: Any, library: Any) -> Any:
    """The value under the library's policy."""
    if not isinstance(value, Mapping):
        return value
    policy = {POLICY: library[POLICY]} if isinstance(library, Mapping) and POLICY in library else {}
    return {**_unruled(value), **policy}


def _merge(base: Any, library: Any, local: Any) -> Merged:
    """Merge any values. Where only one side changed anything, its value is returned as it is stored."""
    if is_same(library, local):
        changed = not is_same(base, local)
        return Merged(local, (), Tally(agreed=int(changed)))
    merged = _merge_kind(base, library, local)
    if is_same(base, local):
        return Merged(library, (), Tally(taken=max(1, merged.tally.taken)))
    if is_same(base, library):
        return Merged(local, (), Tally(kept=max(1, merged.tally.kept)))
    return merged


def _merge_kind(base: Any, library: Any, local: Any) -> Merged:
    kinds = {kind for value in (base, library, local) if (kind := _kind(value))}
    if kinds == {dict}:
        return _merge_struct(base or {}, library or {}, local or {})
    if kinds == {list}:
        return _merge_list(base or [], library or [], local or [])
    if kinds == {str}:
        return _merge_text(base or "", library or "", local or "")
    return whole_conflict(base, library, local)


def _kind(value: Any) -> type | None:
    """The kind of a value; None for an empty one, which goes with any kind."""
    if isinstance(value, str | dict | list):
        return type(value) if value else None
    return None if is_empty(value) else type(value)


def _merge_text(base: str, library: str, local: str) -> Merged:
    """Emptying a text that the other side changed, or filling an empty one in two ways, is a conflict."""
    if not (base.strip() and library.strip() and local.strip()):
        return whole_conflict(base, library, local)
    return merge_text(base, library, local)


def _merge_list(base: list[Any], library: list[Any], local: list[Any]) -> Merged:
    """The merged list, if repeating the merge changes nothing; else a conflict about the whole list."""
    merged = merge_list(base, library, local, _merge)
    swapped = merge_list(base, local, library, _merge)
    is_trusted = merged.is_clean == swapped.is_clean and _is_stable(base, library, merged)
    if is_trusted and (not merged.is_clean or _is_stable(base, local, swapped)):
        return merged
    return whole_conflict(base, library, local)


def _is_stable(base: list[Any], library: list[Any], merged: Merged) -> bool:
    return is_same(merge_list(base, library, merged.value, _merge).value, merged.value)


def _merge_struct(base: dict[str, Any], library: dict[str, Any], local: dict[str, Any]) -> Merged:
    value: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    tally = Tally()
    bound = _bound(base, library, local)
    for name in dict.fromkeys((*local, *library, *base)):
        if name in bound:
            merged = _merge_bound(bound[name], name, base, library, local)
        else:
            merged = _merge(base.get(name), library.get(name), local.get(name))
        if name in local or (name in library and not is_empty(merged.value)):
            value[name] = merged.value
        conflicts += [conflict.under(name) for conflict in merged.conflicts]
        tally += merged.tally
    return Merged(value, tuple(conflicts), tally)


def _bound(
    base: dict[str, Any], library: dict[str, Any], local: dict[str, Any]
) -> dict[str, tuple[str, ...]]:
    """For each field that is decided with another one here, the fields that are decided together."""
    for leader, names in BOUND.items():
        values = [side.get(leader) for side in (base, library, local)]
        if not (is_same(values[0], values[1]) and is_same(values[0], values[2])):
            return dict.fromkeys(names, names)
    return {}


def _merge_bound(
    names: tuple[str, ...], name: str, base: dict[str, Any], library: dict[str, Any], local: dict[str, Any]
) -> Merged:
    """One of the fields that are decided together: a side's words belong to its own picture."""
    together = [{key: side.get(key) for key in names} for side in (base, library, local)]
    pieces = base.get(name), library.get(name), local.get(name)
    if is_same(together[0], together[1]) or is_same(together[0], together[2]) or is_same(*together[1:]):
        return _merge(*pieces)
    if is_same(pieces[1], pieces[2]):
        return Merged(pieces[2], (), Tally(agreed=int(not is_same(pieces[0], pieces[2]))))
    return whole_conflict(*pieces)
