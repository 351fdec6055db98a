"""An index by letter, for sections with more pages than anybody reads through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize

from django.utils.translation import get_language

from cms.locales.cards import Card

# The letters that stand last in an alphabet, in their order.
LAST = {"da": "ÆØÅ", "nb": "ÆØÅ", "sv": "ÅÄÖ"}
NUMBERS = "0–9"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter with the cards whose titles begin with it, in alphabetical order."""

    sign: str
    cards: tuple[Card, ...]

    @property
    def anchor(self) -> str:
        """The fragment of its address."""
        return f"letter-{'0-9' if self.sign == NUMBERS else self.sign.lower()}"


def by_letter(cards: Iterable[Card]) -> list[Letter]:
    """Return the cards by first letter, in the alphabet of the page's language."""
    last = LAST.get(get_language() or "", "")

    def place(text: str) -> list[tuple[int, str]]:
        return [(last.find(sign) + 1, sign) for sign in text.upper()]

    found: dict[str, list[Card]] = {}
    for card in sorted(cards, key=lambda card: place(_spoken(card.title))):
        found.setdefault(_sign(card.title), []).append(card)
    ordered = sorted(found, key=lambda sign: (sign != NUMBERS, place(sign)))
    return [Letter(sign, tuple(found[sign])) for sign in ordered]


def _spoken(title: str) -> str:
    return title.lstrip(" “\"'»(")


def _sign(title: str) -> str:
    first = normalize("NFC", _spoken(title)).upper()[:1]
    return first if first.isalpha() else NUMBERS
