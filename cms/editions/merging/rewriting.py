"""Passages of which a side kept so little that another change to them has lost what it was made to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cms.editions.merging.alignment import Hunk, are_alike, hunks
from cms.editions.merging.sameness import is_empty, item_value, words_of
from cms.editions.merging.texts import Token, read

KEPT_AT_LEAST = 0.2
"""Of a passage written anew, less than this part of the old words and of the new ones is common to both."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The tokens ``low`` to ``high`` (not included) of a text: a paragraph with its mark, or the whole."""

    base: Sequence[Token]
    low: int
    high: int

    def has(self, hunk: Hunk) -> bool:
        """Whether the hunk changes this passage; paragraphs added before or after it are no part of it."""
        if (hunk.low < self.high and self.low < hunk.high) or self.is_whole:
            return True
        return hunk.low == hunk.high == self.high and not hunk.new[0].is_mark

    @property
    def is_whole(self) -> bool:
        """Whether this is the whole text."""
        return self.low == 0 and self.high == len(self.base)

    def is_entangled(self, library: Sequence[Hunk], local: Sequence[Hunk]) -> bool:
        """Whether both sides changed the passage, and the changes cannot be told apart.

        So it is if one side wrote it anew, and if nothing were left of it though each side left something.
        What both did alike does not count.
        """
        theirs, ours = ({_name(hunk): hunk for hunk in side if self.has(hunk)} for side in (library, local))
        shared = theirs.keys() & ours.keys()
        if len(shared) == len(theirs) or len(shared) == len(ours):
            return False
        sides = [*theirs.values()], [*ours.values()]
        return self._is_anew(*sides) or self._is_anew(*reversed(sides)) or self._is_emptied(*sides)

    def _is_anew(self, changes: Sequence[Hunk], others: Sequence[Hunk]) -> bool:
        whole = set(range(self.low, self.high))
        untouched = self._words(whole - set(self._places(changes)))
        least = KEPT_AT_LEAST * min(self._words(whole), untouched + sum(map(_length, _said(changes))))
        return untouched < least and untouched + self._kept(changes, others) < least

    def _kept(self, changes: Sequence[Hunk], others: Sequence[Hunk]) -> int:
        """How many words still stand in other words or elsewhere, or were written by the other side too."""
        said, agreed = ({token.key for token in _said(side)} for side in (changes, others))
        alike = [hunk for hunk in changes if _are_alike(tuple(self.base[hunk.low : hunk.high]), hunk.new)]
        moved = (place for place in self._places(changes) if self.base[place].key in said)
        kept = self._words({*self._places(alike), *moved})
        return kept + sum(_length(token) for token in _said(changes) if token.key in agreed)

    def _is_emptied(self, library: Sequence[Hunk], local: Sequence[Hunk]) -> bool:
        if any(map(_length, _said((*library, *local)))):
            return False
        said = {place for place in range(self.low, self.high) if _length(self.base[place])}
        theirs, ours = said - set(self._places(library)), said - set(self._places(local))
        return bool(theirs and ours) and not theirs & ours

    def _places(self, hunks: Sequence[Hunk]) -> Iterator[int]:
        for hunk in hunks:
            yield from range(max(self.low, hunk.low), min(self.high, hunk.high))

    def _words(self, places: set[int]) -> int:
        return sum(_length(self.base[place]) for place in places)


def is_block_entangled(base: Any, library: Any, local: Any) -> bool:
    """Whether both sides changed a block, and one of them kept next to nothing of it."""
    before = tuple(_tokens(base))
    theirs, ours = hunks(before, tuple(_tokens(library))), hunks(before, tuple(_tokens(local)))
    return Passage(before, 0, len(before)).is_entangled(theirs, ours)


def passages(base: Sequence[Token]) -> list[Passage]:
    """The paragraphs of a text, and at last the whole text."""
    marks = [index for index, token in enumerate(base) if token.is_mark]
    found = [Passage(base, low, high) for low, high in zip(marks, [*marks[1:], len(base)], strict=True)]
    whole = Passage(base, 0, len(base))
    return found if found == [whole] else [*found, whole]


def _tokens(value: Any) -> Iterator[Token]:
    """All that a block says; fields and items each begin with a mark."""
    if isinstance(value, Mapping):
        for name in sorted(value, key=str):
            yield from _tokens(value[name])
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _tokens(item_value(item))
    elif isinstance(value, str):
        yield from read(value)
    elif not is_empty(value):
        yield from read(str(value))


def _name(hunk: Hunk) -> tuple[int, int, tuple[str, ...]]:
    return hunk.low, hunk.high, tuple(token.key for token in hunk.new)


def _said(changes: Sequence[Hunk]) -> Iterator[Token]:
    return (token for hunk in changes for token in hunk.new)


def _length(token: Token) -> int:
    """How many words a token has; the beginning of a paragraph has none."""
    return 0 if token.is_mark and not token.is_whole else _count(token.text)


# A text is merged in both directions, and again to see whether that holds.
@lru_cache(maxsize=1_024)
def _are_alike(before: tuple[Token, ...], after: tuple[Token, ...]) -> bool:
    return are_alike(before, after)


@lru_cache(maxsize=4_096)
def _count(text: str) -> int:
    return len(words_of(text))
