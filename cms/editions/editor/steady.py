"""Which rows of a list were moved: as few as explain its new order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def moved_ids(now: Sequence[str], before: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of ``now`` that were moved; the others stand in the order of ``before``.

    Every id of ``now`` must be in ``before``. The others are a longest increasing run of places.
    """
    ranks = {key: rank for rank, key in enumerate(before)}
    places = [ranks[key] for key in now]
    ends: list[int] = []
    chain: list[int] = []
    previous: list[int] = []
    for index, place in enumerate(places):
        length = bisect_left(ends, place)
        previous.append(chain[length - 1] if length else -1)
        ends[length:] = [place, *ends[length + 1 :]]
        chain[length:] = [index, *chain[length + 1 :]]
    steady: set[int] = set()
    last = chain[-1] if chain else -1
    while last >= 0:
        steady.add(last)
        last = previous[last]
    return tuple(key for index, key in enumerate(now) if index not in steady)
