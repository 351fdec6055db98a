"""What one side changed in a row of tokens: hunks, each a stretch of the base and what replaces it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from cms.editions.merging.sameness import words_of
from cms.editions.merging.texts import Token

Tokens = tuple[Token, ...]

ALIKE = 0.5
"""Two sentences that share at least this part of their words are versions of one sentence."""
PAIRS_AT_MOST = 2_500
LONG = 250_000
MARK_SCORE = 0.1


@dataclass(frozen=True, slots=True)
class Hunk:
    """The tokens ``low`` to ``high`` of the base (not included) are replaced by ``new``."""

    low: int
    high: int
    new: tuple[Token, ...]

    @property
    def is_insertion(self) -> bool:
        """Whether it takes nothing away."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Tokens ``low`` to ``high`` of the base against ``start`` to ``end`` of the side."""

    low: int
    high: int
    start: int
    end: int


def hunks(base: Sequence[Token], side: Sequence[Token]) -> list[Hunk]:
    """Return what the side changed, in the order of the base. Hunks do not overlap."""
    found: list[Hunk] = []
    for stretch in _replaced(base, side):
        for one in _parted(base, side, stretch):
            hunk = Hunk(one.low, one.high, tuple(side[one.start : one.end]))
            found.append(_slid(base, hunk, found[-1].high if found else 0))
    return found


def fitted(base: Sequence[Token], changes: Sequence[Hunk], others: Sequence[Hunk]) -> list[Hunk]:
    """Return the changes, with what the other side added just there told apart from what went.

    If one side adds a sentence and the other deletes the one beside it, the result looks as if the latter had
    been written anew. Seen beside the addition it is plain that it was not.
    """
    added = {hunk.low: hunk.new for hunk in others if hunk.is_insertion}
    found: list[Hunk] = []
    for hunk in changes:
        found += _told_apart(base, hunk, added, found[-1].high if found else 0)
    return found


def _told_apart(base: Sequence[Token], hunk: Hunk, added: dict[int, Tokens], floor: int) -> list[Hunk]:
    if hunk.is_insertion or not hunk.new:
        return [hunk]
    for one in (hunk, _with_mark(base, hunk, floor)):
        first, last = added.get(one.low, ()), added.get(one.high, ())
        if first and _keys(one.new[: len(first)]) == _keys(first):
            return [Hunk(one.low, one.low, first), Hunk(one.low, one.high, one.new[len(first) :])]
        if last and _keys(one.new[-len(last) :]) == _keys(last):
            return [Hunk(one.low, one.high, one.new[: -len(last)]), Hunk(one.high, one.high, last)]
    return [hunk]


def _with_mark(base: Sequence[Token], hunk: Hunk, floor: int) -> Hunk:
    """The same change, seen as one of a whole paragraph together with the mark before it."""
    if hunk.low <= floor or not base[hunk.low - 1].is_mark:
        return hunk
    return Hunk(hunk.low - 1, hunk.high, (base[hunk.low - 1], *hunk.new))


def _keys(tokens: Sequence[Token]) -> list[str]:
    return [token.key for token in tokens]


def dice(first: Counter[str], second: Counter[str]) -> float:
    """How much two bags of words have in common, from 0 to 1 (the Sørensen-Dice coefficient)."""
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0


def bag(tokens: Sequence[Token]) -> Counter[str]:
    """The words of some tokens, with how often each occurs."""
    return Counter(
        word for token in tokens if not token.is_mark or token.is_whole for word in words_of(token.text)
    )


def are_alike(first: Sequence[Token], second: Sequence[Token]) -> bool:
    """Whether two stretches of text are versions of the same."""
    return dice(bag(first), bag(second)) >= ALIKE


def _replaced(base: Sequence[Token], side: Sequence[Token]) -> list[_Stretch]:
    """The stretches that differ. Marks of paragraphs are alike, so they match only next to other matches."""
    first, second = [token.key for token in base], [token.key for token in side]
    marks = {token.key for token in (*base, *side) if token.is_mark and not token.is_whole}
    is_long = len(first) * len(second) > LONG
    matcher = SequenceMatcher(marks.__contains__, first, second, autojunk=is_long)
    return [_Stretch(a, b, c, d) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def belong(base: Sequence[Token], first: Hunk, second: Hunk) -> bool:
    """Whether two neighbouring hunks of one side may be one thought.

    So it is with changes next to each other in one paragraph, unless two sentences were edited: one may
    have been parted in two, joined with another one, or written anew.
    """
    if first.high != second.low or (_is_edit(base, first) and _is_edit(base, second)):
        return False
    tokens = (*base[first.low : second.high], *first.new, *second.new)
    return not any(token.is_mark for token in tokens)


def _is_edit(base: Sequence[Token], hunk: Hunk) -> bool:
    """Whether one sentence became another."""
    is_pair = hunk.high - hunk.low == 1 and len(hunk.new) == 1
    return is_pair and not base[hunk.low].is_mark and not hunk.new[0].is_mark


def _parted(base: Sequence[Token], side: Sequence[Token], whole: _Stretch) -> list[_Stretch]:
    """The stretch as pairs of tokens that are versions of each other, and what lies between the pairs."""
    found: list[_Stretch] = []
    low, start = whole.low, whole.start
    for i, j in [*_pairs(base, side, whole), (whole.high, whole.end)]:
        if low < i or start < j:
            found.append(_Stretch(low, i, start, j))
        if i < whole.high and j < whole.end and base[i].key != side[j].key:
            found.append(_Stretch(i, i + 1, j, j + 1))
        low, start = i + 1, j + 1
    return found


def _pairs(base: Sequence[Token], side: Sequence[Token], whole: _Stretch) -> list[tuple[int, int]]:
    """Pair tokens that are versions of each other, in order, so that the likeness in all is greatest."""
    rows, columns = whole.high - whole.low, whole.end - whole.start
    if not rows or not columns or rows * columns > PAIRS_AT_MOST:
        return []
    scores = _scores(base[whole.low : whole.high], side[whole.start : whole.end])
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            paired = best[i + 1][j + 1] + scores[i][j] if scores[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    return _traced(best, scores, whole)


def _traced(best: list[list[float]], scores: list[list[float]], whole: _Stretch) -> list[tuple[int, int]]:
    found, i, j = [], 0, 0
    while i < len(scores) and j < len(scores[0]):
        if scores[i][j] and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            found.append((whole.low + i, whole.start + j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _scores(base: Sequence[Token], side: Sequence[Token]) -> list[list[float]]:
    bags = [bag([token]) for token in side]
    return [
        [_score(token, words, other, theirs) for other, theirs in zip(side, bags, strict=True)]
        for token, words in ((token, bag([token])) for token in base)
    ]


def _score(first: Token, words: Counter[str], second: Token, others: Counter[str]) -> float:
    """How good a pair two tokens are; 0 if they are none."""
    if first.key == second.key:
        return MARK_SCORE if first.is_mark and not first.is_whole else 2.0
    if first.is_mark != second.is_mark or first.is_whole != second.is_whole:
        return 0.0
    if first.is_mark and not first.is_whole:
        return MARK_SCORE / 2
    likeness = dice(words, others)
    return likeness if likeness >= ALIKE else 0.0


def _slid(base: Sequence[Token], hunk: Hunk, floor: int) -> Hunk:
    """Let an added or deleted paragraph begin with its own mark and not with the words after it.

    Of “¶ one ¶ two” without “one”, it is as true that “one ¶” is gone as that “¶ one” is.
    ``floor`` is where the hunk before ends.
    """
    if hunk.low <= floor or not base[hunk.low - 1].is_mark or (hunk.new and not hunk.is_insertion):
        return hunk
    before, moving = base[hunk.low - 1], list(hunk.new or base[hunk.low : hunk.high])
    if not moving or moving[-1].key != before.key:
        return hunk
    if hunk.is_insertion:
        return Hunk(hunk.low - 1, hunk.low - 1, (before, *moving[:-1]))
    return Hunk(hunk.low - 1, hunk.high - 1, ())
