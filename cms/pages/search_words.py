"""Words as a search compares them, and what a visitor asked in words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

MOST_CHARACTERS = 200
MOST_WORDS = 8

WORD = re.compile(r"[^\W_]+")
NO_WORD = re.compile(r"[\W_]+")
MARKS = re.compile(r"[\u0300-\u036f]")
# Soft hyphens and the like, which nobody sees, stand inside words.
UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
# A letter of its own in Danish, and no a with an accent; it stands aside while accents are taken off.
RING, ASIDE = "å", "\ue000"


class Fault(Enum):
    """Why a question cannot be searched for."""

    NOTHING = "nothing"
    NO_WORDS = "no_words"
    TOO_LONG = "too_long"
    TOO_MANY_WORDS = "too_many_words"


@dataclass(frozen=True, slots=True)
class Question:
    """What a visitor asked: the ``text`` as the page repeats it, and its ``words``, folded, each once.

    Without a ``fault`` there are one to ``MOST_WORDS`` of them.
    """

    text: str
    words: tuple[str, ...]
    fault: Fault | None


def read_question(written: str) -> Question:
    """Read what was written into the field, whatever it is."""
    if len(written) > MOST_CHARACTERS:
        return Question(_printable(written[:MOST_CHARACTERS]), (), Fault.TOO_LONG)
    text = _printable(written)
    words = tuple(dict.fromkeys(folded(text).split()))
    if not words:
        return Question(text, (), Fault.NO_WORDS if text else Fault.NOTHING)
    if len(words) > MOST_WORDS:
        return Question(text, (), Fault.TOO_MANY_WORDS)
    return Question(text, words, None)


def folded(text: str) -> str:
    """Return the words of ``text`` without case and accents, with a space before each and after the last.

    So ``" leg"`` is in it if a word begins with it. Letters of their own, such as å, ø and æ, stay.
    """
    plain = unicodedata.normalize("NFKC", UNSEEN.sub("", text)).casefold()
    if not plain.isascii():
        apart = unicodedata.normalize("NFD", plain.replace(RING, ASIDE))
        plain = unicodedata.normalize("NFC", MARKS.sub("", apart)).replace(ASIDE, RING)
    return f" {NO_WORD.sub(' ', plain).strip()} "


def tidy(text: str) -> str:
    """Return ``text`` in one line, in composed letters and without what nobody sees in it."""
    return " ".join(unicodedata.normalize("NFC", UNSEEN.sub("", text)).split())


def _printable(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
