"""A block as its readable parts, and two versions of a block part by part."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from typing import Any

from cms.editions.merging.matching import match
from cms.editions.merging.sameness import is_empty, item_id, item_value
from cms.editions.merging.sentences import BREAK, TAG, join
from cms.editions.merging.texts import is_rich, read, split
from cms.editions.merging.values import Part, PartDifference, Path, SpanKind
from cms.editions.merging.words import compare_words
from cms.editions.resolving.values import SourceBlock

POLICY = "policy"


def parts(block: SourceBlock) -> tuple[Part, ...]:
    """Return the parts of a block that are not empty, in reading order. Its policy is no part of it."""
    value = block.value
    if isinstance(value, Mapping):
        value = {name: item for name, item in value.items() if name != POLICY}
    return tuple(_parts(value, (), ""))


def plain_text(text: str) -> str:
    """A stored text without markup, its paragraphs parted by line ends."""
    if not is_rich(text):
        return text.strip()
    lines = []
    for mark, said in split(read(text)):
        raw = mark.text if mark.is_whole else join([token.text for token in said])
        lines.append(html.unescape(TAG.sub("", BREAK.sub("\n", raw))).strip())
    return "\n".join(line for line in lines if line)


def compare(before: SourceBlock | None, after: SourceBlock | None) -> tuple[PartDifference, ...]:
    """Return the parts of two versions side by side, in the order of ``after``.

    Items of lists are matched as in a merge, so one that moved is compared with itself. What ``after`` no
    longer has stands after what it stood after. None is a version without any parts.
    """
    old = parts(before) if before else ()
    new = parts(after) if after else ()
    names = dict(_names(before.value if before else None, after.value if after else None, (), ()))
    unmatched = {names.get(part.path, part.path): part for part in old}
    rows: list[tuple[Part | None, Part | None]] = [(unmatched.pop(part.path, None), part) for part in new]
    for rank, part in enumerate(old):
        if names.get(part.path, part.path) in unmatched:
            rows.insert(_place(rows, old[rank - 1] if rank else None), (part, None))
    return tuple(_difference(one, other) for one, other in rows)


def likeness(before: SourceBlock | None, after: SourceBlock | None) -> float:
    """How much of the words two versions share, from 0 (nothing) to 1 (all of them)."""
    shared = total = 0
    for part in compare(before, after):
        for span in part.spans:
            count = len(span.text.split())
            is_shared = span.kind is SpanKind.EQUAL
            shared, total = shared + 2 * count * is_shared, total + count * (2 if is_shared else 1)
    return shared / total if total else float((before is None) == (after is None))


def _parts(value: Any, path: Path, label: str) -> Iterator[Part]:
    if is_empty(value):
        return
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _parts(item, (*path, str(name)), str(name))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _parts(item_value(item), (*path, item_id(item) or index), label)
    else:
        yield Part(path, plain_text(value) if isinstance(value, str) else str(value), label, value)


def _names(before: Any, after: Any, old: Path, new: Path) -> Iterator[tuple[Path, Path]]:
    """For the paths of parts in ``before``, the paths of the same parts in ``after``."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in before:
            yield from _names(before[name], after.get(name), (*old, str(name)), (*new, str(name)))
    elif isinstance(before, list | tuple):
        items = after if isinstance(after, list | tuple) else ()
        same = match(before, items)
        for index, item in enumerate(before):
            other = items[same[index]] if index in same else None
            step = (item_id(other) or same[index]) if index in same else f"gone-{item_id(item) or index}"
            yield from _names(
                item_value(item), item_value(other), (*old, item_id(item) or index), (*new, step)
            )
    elif isinstance(before, Mapping):
        for name in before:
            yield from _names(before[name], None, (*old, str(name)), (*new, str(name)))
    else:
        yield old, new


def _place(rows: list[tuple[Part | None, Part | None]], previous: Part | None) -> int:
    return next((index + 1 for index, (one, _) in enumerate(rows) if one is previous and one is not None), 0)


def _difference(before: Part | None, after: Part | None) -> PartDifference:
    spans = compare_words(before.text if before else "", after.text if after else "")
    shown = after or before or Part((), "", "", None)
    return PartDifference(shown.path, shown.label, before, after, spans)
