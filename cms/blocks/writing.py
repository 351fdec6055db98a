"""The fields that blocks are written in: a line, prose, a day, a choice, a list of things."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import TextChoices
from wagtail import blocks

PROSE_FEATURES = ["bold", "italic", "link", "ol", "ul"]


class LineBlock(blocks.CharBlock):
    """One line of plain text; nothing written is an empty text."""

    class Meta:
        default = ""


class ProseBlock(blocks.RichTextBlock):
    """Rich text with emphasis, links and lists; headings come from the blocks, in their order."""

    def __init__(self, *args: Any, features: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, features=features or PROSE_FEATURES, **kwargs)


class DayBlock(blocks.DateBlock):
    """A day. It is stored as text (``2026-09-01``), as everything in a stream is that is digested."""

    def to_python(self, value: Any) -> datetime.date | None:
        """Return the day that is stored; ``None`` for what is no day, so that its page is shown without."""
        try:
            day: datetime.date | None = super().to_python(value)
        except (TypeError, ValueError):
            return None
        return day

    def get_prep_value(self, value: Any) -> str | None:
        """Return the day as it is stored."""
        return value.isoformat() if isinstance(value, datetime.date) else value


def choice_of(
    choices: type[TextChoices], default: TextChoices | None = None, **kwargs: Any
) -> blocks.ChoiceBlock:
    """A required choice from an enumeration; its values are what is stored."""
    initial = default.value if default is not None else ""
    return blocks.ChoiceBlock(choices=choices.choices, default=initial, **kwargs)


def some(child: blocks.Block | type[blocks.Block], **kwargs: Any) -> blocks.ListBlock:
    """A list with at least one item. The form opens with one empty item."""
    return blocks.ListBlock(child, min_num=1, **kwargs)


def any_number_of(child: blocks.Block | type[blocks.Block], **kwargs: Any) -> blocks.ListBlock:
    """A list that may be empty, and starts empty."""
    return blocks.ListBlock(child, default=[], **kwargs)
