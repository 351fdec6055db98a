"""What the home page of a new clinic holds before a marketer has arranged it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.utils import translation
from django.utils.translation import gettext as _

Stored = dict[str, Any]


def starting_blocks(language: str) -> list[Stored]:
    """Return stored blocks with their headings in ``language``: what we treat, people, news, and where."""
    with translation.override(language):
        return [
            _block("treated", heading=_("What we treat"), kind="everything", most=6),
            _block("people", heading=_("Who treats you")),
            _block("news", heading=_("News"), most=3),
            _block("locations", heading=_("Where we are")),
        ]


def _block(block_type: str, **value: Any) -> Stored:
    return {"type": block_type, "value": {**value, "policy": "open"}, "id": str(uuid4())}
