"""What stands in place of the changes that are decided together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cms.editions.merging.alignment import Hunk, are_alike
from cms.editions.merging.clusters import Cluster
from cms.editions.merging.meeting import is_whole
from cms.editions.merging.texts import Token, opened
from cms.editions.merging.values import Tally

Tokens = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What stands in place of a cluster. ``conflict`` has the pieces of base, library and local."""

    tokens: Tokens
    tally: Tally
    conflict: tuple[Tokens, Tokens, Tokens] | None = None

    @classmethod
    def of(cls, base: Sequence[Token], cluster: Cluster) -> Outcome:
        library, local = _applied(base, cluster, cluster.library), _applied(base, cluster, cluster.local)
        if not cluster.local:
            return cls(library, Tally(taken=len(cluster.library)))
        if not cluster.library:
            return cls(local, Tally(kept=len(cluster.local)))
        if _keys(library) == _keys(local):
            return cls(local, Tally(agreed=len(cluster.local)))
        if cluster.low == cluster.high and (both := _both(base, cluster.low, library, local)):
            return both
        return cls(local, Tally(), (tuple(base[cluster.low : cluster.high]), library, local))


def _applied(base: Sequence[Token], cluster: Cluster, changes: list[Hunk]) -> Tokens:
    said: list[Token] = []
    position = cluster.low
    for hunk in changes:
        said += [*base[position : hunk.low], *hunk.new]
        position = hunk.high
    return (*said, *base[position : cluster.high])


def _both(base: Sequence[Token], place: int, library: Tokens, local: Tokens) -> Outcome | None:
    """What both added at one place: sentences first, then paragraphs, the library's before the clinic's.

    None if a person must decide: the additions are alike, or both part a paragraph here.
    """
    if _contains(local, library):
        return Outcome(local, Tally(kept=1, agreed=1))
    if _contains(library, local):
        return Outcome(library, Tally(taken=1, agreed=1))
    is_between = place == len(base) or base[place].is_mark
    has_marks = any(token.is_mark for token in library), any(token.is_mark for token in local)
    if are_alike(library, local) or (all(has_marks) and not is_between):
        return None
    if any(has_marks) and not is_between and not (is_whole(library) or is_whole(local)):
        return None
    first, second = _parted(library), _parted(local)
    paragraphs = _in_order(base, place, first[1], second[1])
    return Outcome((*first[0], *second[0], *paragraphs), Tally(taken=1, kept=1))


def _in_order(base: Sequence[Token], place: int, library: Tokens, local: Tokens) -> Tokens:
    """Paragraphs that both added: the library's first, unless only the other order keeps a list together."""
    before = [token for token in base[:place] if token.is_mark][-1:]
    orders = (*library, *local), (*local, *library)
    return min(orders, key=lambda added: opened([*before, *added, *base[place : place + 1]]))


def _parted(added: Tokens) -> tuple[Tokens, Tokens]:
    """What belongs to the paragraph before, and the paragraphs that follow."""
    cut = next((index for index, token in enumerate(added) if token.is_mark), len(added))
    return added[:cut], added[cut:]


def _contains(whole: Tokens, part: Tokens) -> bool:
    rest = iter(_keys(whole))
    return all(key in rest for key in _keys(part))


def _keys(tokens: Sequence[Token]) -> list[str]:
    return [token.key for token in tokens]
