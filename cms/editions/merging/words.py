"""Differences between two plain texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from cms.editions.merging.values import Span, SpanKind

PIECE = re.compile(r"\s+|\w+|[^\w\s]")
SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?\n]+\s*)?|[.!?\n]+\s*")
LONG = 250_000


def compare_words(before: str, after: str) -> tuple[Span, ...]:
    """Return the stretches that stayed, went and came, in reading order.

    What stayed and went makes up ``before``; what stayed and came makes up ``after``. A change of a few words
    in a row is one stretch: white space alone never counts as what stayed.
    """
    spans: list[Span] = []
    removed = added = ""
    for old, new, is_equal in _stretches(before, after):
        if is_equal and (old.strip() or not (removed or added)):
            spans += [*_changed(removed, added), Span(SpanKind.EQUAL, old)]
            removed = added = ""
        else:
            removed, added = removed + old, added + new
    return tuple(_joined([*spans, *_changed(removed, added)]))


def _stretches(before: str, after: str) -> Iterator[tuple[str, str, bool]]:
    """Both texts in stretches, and whether they are equal: sentences first, since words alone take long."""
    first, second = SENTENCE.findall(before), SENTENCE.findall(after)
    for tag, a, b, c, d in _opcodes(first, second):
        old, new = "".join(first[a:b]), "".join(second[c:d])
        if tag == "equal":
            yield old, new, True
            continue
        olds, news = PIECE.findall(old), PIECE.findall(new)
        for inner, i, j, k, m in _opcodes(olds, news):
            yield "".join(olds[i:j]), "".join(news[k:m]), inner == "equal"


def _opcodes(first: list[str], second: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    is_long = len(first) * len(second) > LONG
    return SequenceMatcher(str.isspace, first, second, autojunk=is_long).get_opcodes()


def _changed(removed: str, added: str) -> list[Span]:
    if removed == added:
        return [Span(SpanKind.EQUAL, removed)] if removed else []
    spans = (Span(SpanKind.REMOVED, removed), Span(SpanKind.ADDED, added))
    return [span for span in spans if span.text]


def _joined(spans: list[Span]) -> list[Span]:
    """The spans, with neighbours of the same kind put together."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].kind is span.kind:
            span = Span(span.kind, found.pop().text + span.text)
        found.append(span)
    return found
