"""A card: what a list of pages shows of one page."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class Card:
    """One page in a list; ``image`` is a Wagtail image, ``kind`` a word such as ``condition``.

    Only what is news has a ``date``.
    """

    title: str
    url: str
    summary: str = ""
    image: Any = None
    image_alt: str = ""
    kind: str = ""
    date: datetime.date | None = None


def cards_for(pages: Iterable[Page]) -> list[Card]:
    """Return a card for each page that has one, in the order given; see ``cards_by_page``."""
    listed = list(pages)
    cards = cards_by_page(listed)
    return [cards[page.pk] for page in listed if page.pk in cards]


def cards_by_page(pages: Iterable[Page]) -> dict[int, Card]:
    """Return the cards of those pages that have one, by page id: as many queries as page types."""
    cards: dict[int, Card] = {}
    by_type = sorted(pages, key=lambda page: page.content_type_id)
    for _, same_type in groupby(by_type, key=lambda page: page.content_type_id):
        group: Sequence[Any] = list(same_type)
        if hasattr(group[0], "cards"):
            cards |= group[0].cards(group)
    return cards
