"""The links that blocks of a page have of their own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from plugins.booking_link.fields.link_block import stored
from plugins.booking_link.links.link import BookingLink

BLOCK = "booking_link__button"
LENGTH = 5  # bytes: one of the few links on one page is told from the others


def mark_of(link: BookingLink) -> str:
    """Return a short text that stands for a link in the address of its button."""
    written = json.dumps(stored(link), sort_keys=True)
    return hashlib.blake2b(written.encode(), digest_size=LENGTH).hexdigest()


def own_links(page: Any) -> Iterator[BookingLink]:
    """Yield the links of the booking blocks that visitors are shown on ``page``."""
    for block in page.body_blocks() if hasattr(page, "body_blocks") else ():
        link = block.bound.value.get("link") if block.type == BLOCK else None
        if isinstance(link, BookingLink):
            yield link


def own_link_of(page: Any, mark: str) -> BookingLink | None:
    """Return the link on ``page`` that ``mark`` stands for; ``None`` if it is not there any more."""
    return next((link for link in own_links(page) if mark_of(link) == mark), None)
