"""Whether a change of the library and one of the clinic meet, so that a person must look at both."""

from __future__ import annotations

from collections.abc import Sequence

from cms.editions.merging.alignment import Hunk
from cms.editions.merging.texts import Token


def meet(base: Sequence[Token], first: Hunk, second: Hunk) -> bool:
    """Whether two changes cannot both be made without a look; ``first`` stands before ``second`` in the base.

    Changes to different sentences never meet, even side by side. Changes to where paragraphs begin meet what
    touches them, unless both concern whole paragraphs, or one only joins two and the other is plain words.
    """
    if first.low < second.high and second.low < first.high:
        return True
    if first.high != second.low:
        return False
    if first.is_insertion and second.is_insertion:
        return True
    if not _moves_marks(base, first) and not _moves_marks(base, second):
        return False
    if first.is_insertion:
        return not _takes_before(base, second, first.new)
    if second.is_insertion:
        return not _takes_after(base, first, second.new)
    return not _may_touch(base, first, second)


def is_whole(tokens: Sequence[Token]) -> bool:
    """Whether these are whole paragraphs, provided that a paragraph begins or the text ends after them."""
    return not tokens or tokens[0].is_mark


def _moves_marks(base: Sequence[Token], hunk: Hunk) -> bool:
    return any(token.is_mark for token in (*base[hunk.low : hunk.high], *hunk.new))


def _is_paragraphs(base: Sequence[Token], hunk: Hunk) -> bool:
    """Whether whole paragraphs are replaced by whole paragraphs or by nothing."""
    ends = hunk.high == len(base) or base[hunk.high].is_mark
    starts = hunk.low == len(base) or base[hunk.low].is_mark
    return starts and ends and is_whole(hunk.new)


def _is_join(base: Sequence[Token], hunk: Hunk) -> bool:
    return hunk.high - hunk.low == 1 and base[hunk.low].is_mark and not hunk.new


def _is_restyled(base: Sequence[Token], hunk: Hunk) -> bool:
    """Whether a paragraph becomes another kind of paragraph, such as a heading."""
    return (
        hunk.high - hunk.low == len(hunk.new) == 1
        and base[hunk.low].is_mark
        and hunk.new[0].is_mark
        and not base[hunk.low].is_whole
    )


def _has_marks(tokens: Sequence[Token]) -> bool:
    return any(token.is_mark for token in tokens)


def _takes_before(base: Sequence[Token], hunk: Hunk, added: Sequence[Token]) -> bool:
    """Whether ``added`` can stand just before what the hunk leaves."""
    if not _moves_marks(base, hunk):
        return True
    if _is_join(base, hunk):
        return not _has_marks(added)
    return _is_paragraphs(base, hunk) or _is_restyled(base, hunk)


def _takes_after(base: Sequence[Token], hunk: Hunk, added: Sequence[Token]) -> bool:
    """Whether ``added`` can stand just after what the hunk leaves."""
    if not _moves_marks(base, hunk):
        return True
    if _is_join(base, hunk) or _is_restyled(base, hunk):
        return not _has_marks(added)
    return _is_paragraphs(base, hunk) and is_whole(added)


def _may_touch(base: Sequence[Token], first: Hunk, second: Hunk) -> bool:
    if _is_paragraphs(base, first) and _is_paragraphs(base, second):
        return True
    if _is_restyled(base, first) or _is_restyled(base, second):
        other = second if _is_restyled(base, first) else first
        return not _moves_marks(base, other) or _is_paragraphs(base, other)
    if _is_join(base, first) or _is_join(base, second):
        other = second if _is_join(base, first) else first
        return not _moves_marks(base, other)
    return False
