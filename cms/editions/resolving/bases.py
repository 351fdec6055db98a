"""Keep in mind what the library said when a clinic decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from cms.editions.resolving.values import Base, BaseValue, Entry, Hide, LibraryText, Replace, SourceBlock
from cms.streams.digests import digest


def rebase(
    base: Base,
    entries: Iterable[Entry],
    fields: Iterable[str],
    text: LibraryText,
    order: Sequence[str],
    corrections: Mapping[str, int] = MappingProxyType({}),
) -> Base:
    """Return the base to store with ``entries`` and the replaced ``fields``, given the library's ``text``.

    What is newly replaced or hidden rests on the present text and on the ``corrections`` in force, by target.
    What was so before keeps its base, since saving is no decision; use ``decided_again`` where it is one.
    What follows the library again needs none. ``order`` is that of ``arrange``.
    """
    decided = [entry.id for entry in entries if isinstance(entry, (Hide, Replace))]
    blocks = {block.id: block for block in text.blocks}
    present = {
        key: block_base(blocks.get(key), text, corrections.get(key, 0))
        for key in decided
        if key in blocks or key in corrections
    }
    said = {name: field_base(name, text.fields.get(name), text, corrections.get(name, 0)) for name in fields}
    return Base(
        order=tuple(order),
        blocks=present | {key: base.blocks[key] for key in decided if key in base.blocks},
        fields=said | {name: base.fields[name] for name in said if name in base.fields},
    )


def decided_again(base: Base, targets: Collection[str]) -> Base:
    """Return ``base`` without what it says about ``targets``, so that ``rebase`` takes them for new."""
    return replace(
        base,
        blocks={key: value for key, value in base.blocks.items() if key not in targets},
        fields={name: value for name, value in base.fields.items() if name not in targets},
    )


def block_base(block: SourceBlock | None, text: LibraryText, correction: int = 0) -> BaseValue:
    """Return what ``text`` says in ``block``, as the base of a decision; an empty one if it is gone."""
    if block is None:
        return BaseValue("", "", None, text.revision, correction)
    return BaseValue(block.digest, block.type, block.value, text.revision, correction)


def field_base(name: str, value: Any, text: LibraryText, correction: int = 0) -> BaseValue:
    """Return what ``text`` says in the field ``name``, as the base of a decision."""
    return BaseValue(digest(name, value), name, value, text.revision, correction)
