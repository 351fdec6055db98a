"""Which items of two lists are the same: by id, then by what they say, then by likeness."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from cms.editions.merging.alignment import ALIKE, dice
from cms.editions.merging.sameness import fingerprint, item_id, item_type, words_of


def match(before: Sequence[Any], after: Sequence[Any]) -> dict[int, int]:
    """Return, by index in ``before``, the index in ``after`` of the same item.

    Items that both have an id, each another one, and say different things are never the same.
    """
    found: dict[int, int] = {}
    _pair(found, [item_id(one) for one in before], [item_id(one) for one in after])
    _pair(found, [_said(one) for one in before], [_said(one) for one in after])
    _pair_alike(found, before, after)
    return found


def _said(item: Any) -> str:
    return fingerprint([item]) if item is not None else ""


def _pair(found: dict[int, int], before: Sequence[str], after: Sequence[str]) -> None:
    """Pair what has the same key, first with first. An empty key pairs nothing."""
    taken = set(found.values())
    waiting: defaultdict[str, list[int]] = defaultdict(list)
    for index in reversed(range(len(after))):
        if index not in taken and after[index]:
            waiting[after[index]].append(index)
    for index, key in enumerate(before):
        if index not in found and waiting.get(key):
            found[index] = waiting[key].pop()


def _pair_alike(found: dict[int, int], before: Sequence[Any], after: Sequence[Any]) -> None:
    """Pair what is left and lacks an id, the likest first."""
    taken = set(found.values())
    left = [index for index in range(len(before)) if index not in found]
    free = [index for index in range(len(after)) if index not in taken]
    bags = {index: Counter(words_of(_content(after[index]))) for index in free}
    scored = []
    for i in left:
        words = Counter(words_of(_content(before[i])))
        scored += [(-_likeness(before[i], after[j], words, bags[j]), i, j) for j in free]
    for distance, i, j in sorted(scored):
        if -distance >= ALIKE and i not in found and j not in taken:
            found[i] = j
            taken.add(j)


def _content(item: Any) -> Any:
    return {"value": item["value"]} if item_id(item) else item


def _likeness(first: Any, second: Any, words: Counter[str], others: Counter[str]) -> float:
    if (item_id(first) and item_id(second)) or item_type(first) != item_type(second):
        return 0.0
    return dice(words, others)
