"""What the pages of a clinic ask for: the intents of their calls to action and of their booking blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Q
from wagtail.models import Page

from plugins.booking_link.targets.own_links import BLOCK

CALL_TO_ACTION = "call_to_action"
MOST = 500  # pages of one clinic that are looked at
REMEMBERED = 600  # seconds


@dataclass(frozen=True, slots=True)
class Invitation:
    """A block that asks for something: its type, its intent if it names one, its words, and its own link."""

    type: str
    intent: str
    words: str
    link: Any = None


def pages_of(clinic: Any) -> Any:
    """Return the published pages of a clinic, in the order of its site."""
    below = Q()
    for language in clinic.languages:
        below |= Q(path__startswith=language.home_path)
    return Page.objects.live().filter(below).order_by("path")


def invitations_on(page: Any) -> Iterator[Invitation]:
    """Yield the calls to action and the booking blocks that visitors are shown on ``page``."""
    for block in page.body_blocks() if hasattr(page, "body_blocks") else ():
        value = block.bound.value
        if block.type in {CALL_TO_ACTION, BLOCK}:
            words = value.get("heading") or value.get("label") or ""
            link = value.get("link") if block.type == BLOCK else None
            yield Invitation(block.type, value.get("intent") or "", words, link)


def used_intents(clinic: Any) -> dict[str, int]:
    """Return on how many pages each intent is asked for; what was found is remembered for ten minutes."""
    key = f"booking_link:intents:{clinic.id}"
    found: dict[str, int] | None = cache.get(key)
    if found is None:
        found = {}
        for page in pages_of(clinic)[:MOST].specific():
            for intent in {one.intent for one in invitations_on(page) if one.intent}:
                found[intent] = found.get(intent, 0) + 1
        cache.set(key, found, REMEMBERED)
    return found
