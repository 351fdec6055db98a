"""What parts of a library page are called on screens, in messages and in mails."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.editions.oversight.values import DecisionRow
from cms.library.models import LibraryPage, LibraryPart

FIELD_LABELS: dict[str, Promise] = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "hero": gettext_lazy("Picture"),
    "search_title": gettext_lazy("Search title"),
    "search_description": gettext_lazy("Search description"),
}


def label(target: str, heading: str, type: str = "") -> str:
    """Return a name for a part: a field's name, a block's heading, or the name of its type."""
    if target in FIELD_LABELS:
        return str(FIELD_LABELS[target])
    return heading or type_label(type) or _("A block that the library no longer has")


def type_label(type: str) -> str:
    """Return the name of a block type as editors know it; empty for one that nobody knows."""
    return type_labels().get(type, type)


def type_labels() -> dict[str, str]:
    """Return the names of all block types that a library page can hold, by the name that is stored."""
    blocks = LibraryPage._meta.get_field("body").stream_block.child_blocks
    return {name: str(block.label or name) for name, block in blocks.items()}


def headings(keys: Iterable[UUID], targets: Iterable[str]) -> Mapping[tuple[UUID, str], tuple[str, str]]:
    """Return heading and type of parts by key and target, from the network's language first: one query."""
    rows = LibraryPart.objects.filter(
        page__translation_key__in=list(keys), target__in=list(targets)
    ).values_list("page__translation_key", "target", "heading", "type", "page__locale__language_code")
    found: dict[tuple[UUID, str], tuple[str, str]] = {}
    for key, target, heading, kind, _code in sorted(rows, key=lambda row: row[4] == settings.LANGUAGE_CODE):
        found[key, target] = (heading, kind)
    return found


def named(rows: Sequence[DecisionRow]) -> list[str]:
    """Return the names of the parts that these decisions are about, each once, in their order."""
    decisions: list[Any] = [row.decision for row in rows]
    known = headings({one.library_key for one in decisions}, {one.target for one in decisions})
    names = (label(one.target, *known.get((one.library_key, one.target), ("", ""))) for one in decisions)
    return list(dict.fromkeys(names))
