"""Changes of both sides that are decided together, since they meet or cannot be told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce

from cms.editions.merging.alignment import Hunk, belong
from cms.editions.merging.meeting import meet
from cms.editions.merging.rewriting import passages
from cms.editions.merging.texts import Token


@dataclass(slots=True)
class Cluster:
    """Hunks of both sides, and the stretch of the base that they cover."""

    low: int
    high: int
    library: list[Hunk] = field(default_factory=list)
    local: list[Hunk] = field(default_factory=list)

    @property
    def hunks(self) -> list[Hunk]:
        """The changes of both sides."""
        return self.library + self.local

    def with_next(self, other: Cluster) -> Cluster:
        """This cluster and the one after it as one."""
        return Cluster(self.low, other.high, self.library + other.library, self.local + other.local)


def clusters(base: Sequence[Token], library: list[Hunk], local: list[Hunk]) -> list[Cluster]:
    """Return the changes of both sides in the order of the base, put together where they must be."""
    found = _meeting(base, library, local)
    if not library or not local:
        return found
    for passage in passages(base):
        inside = [index for index, one in enumerate(found) if any(map(passage.has, one.hunks))]
        if len(inside) < 2:
            continue
        first, last = inside[0], inside[-1] + 1
        whole = reduce(Cluster.with_next, found[first:last])
        if passage.is_entangled(whole.library, whole.local):
            found[first:last] = [whole]
    return found


def are_tied(base: Sequence[Token], first: Cluster, second: Cluster) -> bool:
    """Whether one side's changes in both may be one thought."""
    sides = (first.library, second.library), (first.local, second.local)
    return any(one and other and belong(base, one[-1], other[0]) for one, other in sides)


def _meeting(base: Sequence[Token], library: list[Hunk], local: list[Hunk]) -> list[Cluster]:
    sides = [(hunk.low, hunk.high, False, hunk) for hunk in library]
    sides += [(hunk.low, hunk.high, True, hunk) for hunk in local]
    found: list[Cluster] = []
    for low, high, is_local, hunk in sorted(sides, key=lambda one: one[:3]):
        last = found[-1] if found else None
        if last is None or not _joins(base, last, hunk, is_local):
            last = Cluster(low, high)
            found.append(last)
        last.high = max(last.high, high)
        (last.local if is_local else last.library).append(hunk)
    return found


def _joins(base: Sequence[Token], cluster: Cluster, hunk: Hunk, is_local: bool) -> bool:
    if hunk.low < cluster.high:
        return True
    others = cluster.library if is_local else cluster.local
    return any(meet(base, other, hunk) for other in others)
