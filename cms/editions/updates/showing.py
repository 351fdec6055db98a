"""An item of the inbox in words: what it is called, how the versions differ, and what there is to choose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.images import get_image_model

from cms.clinics.keys import is_key
from cms.editions.merging import Span, compare, parts
from cms.editions.models import Answer, Edition
from cms.editions.resolving.values import FIELD_NAMES, SourceBlock
from cms.editions.updates.models import Choice
from cms.editions.updates.settling import can_take_library
from cms.editions.updates.values import Waiting
from cms.library.models import LibraryPage

LENGTH = 70
DONE: Mapping[str, str | Promise] = {
    Choice.ACCEPT: gettext_lazy("Took the library's version"),
    Choice.KEEP: gettext_lazy("Kept our version"),
    Choice.MERGE: gettext_lazy("Took both changes together"),
    Choice.EDIT: gettext_lazy("Wrote a new version"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a version, such as its heading, with what differs marked."""

    label: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One version of a block beside the others; ``note`` says what is there if there are no words."""

    key: str
    heading: str
    parts: tuple[Part, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Words that both sides changed: whose to take."""

    number: int
    library: str
    local: str
    can_take_library: bool


def name_of(item: Waiting) -> str:
    """Name a block by its heading or first words and its sort, a field by its label."""
    if item.is_release:
        return _("The whole page")
    block = item.library or item.local or item.base
    return named(item.target, block.type if block else "", block.value if block else None)


def named(target: str, kind: str, value: Any) -> str:
    """Name a part of a page for people."""
    if target in FIELD_NAMES:
        return str(Edition._meta.get_field("fields").stream_block.child_blocks[target].label)
    sorts = LibraryPage._meta.get_field("body").stream_block.child_blocks
    sort = str(sorts[kind].label) if kind in sorts else kind
    words = _first_words(value)
    return f"{words} ({sort})" if words else sort or _("A block")


def name_of_answer(answer: Answer) -> str:
    """Name what an answer was about, by the words that it rested on then."""
    if not answer.target:
        return _("The whole page")
    base = answer.before.get("base") or answer.after.get("base") or {}
    row = answer.before.get("row") or answer.after.get("row") or {}
    content = row.get("value", {}).get("content") if isinstance(row.get("value"), Mapping) else None
    shown = content[0] if content else {}
    kind = base.get("type") or shown.get("type", "")
    return named(answer.target, kind, base.get("value") or shown.get("value"))


def columns(item: Waiting) -> tuple[Column, ...]:
    """Return the versions side by side: what the library said, what it says now, and the clinic's."""
    before = item.base
    shown = [
        Column("library", _("The library now"), *_version(item, before or item.local, item.library)),
        Column("local", _("Your version"), *_version(item, before or item.library, item.local)),
    ]
    if before is not None:
        old = Column("base", _("When you decided"), _plain(item, before))
        return (old, *shown)
    return tuple(shown)


def merged_parts(item: Waiting) -> tuple[Part, ...]:
    """Return what the merge would give, with what is new against the clinic's version marked."""
    if item.merged is None or item.local is None:
        return ()
    result = SourceBlock(item.target, item.merged.type or item.local.type, item.merged.value)
    return _differences(item, item.local, result)


def questions(item: Waiting) -> tuple[Question, ...]:
    """Return what a person has to choose before the versions can be put together."""
    if item.merged is None:
        return ()
    return tuple(
        Question(
            number, _words(conflict.library), _words(conflict.local), can_take_library(item.merged, number)
        )
        for number, conflict in enumerate(item.merged.conflicts)
    )


def summary(item: Waiting) -> str:
    """Say in a line what a merge would do, or what else there is to know."""
    if item.is_hidden:
        return _("You hide this block.")
    if item.merged is None:
        return ""
    if item.local is not None and item.library is not None and item.local.digest == item.library.digest:
        return _("The library now says the same as you.")
    if item.merged.is_clean:
        return _("Both changes fit together.")
    count = len(item.merged.conflicts)
    return ngettext("%d place to choose", "%d places to choose", count) % count


def _version(
    item: Waiting, before: SourceBlock | None, after: SourceBlock | None
) -> tuple[tuple[Part, ...], str]:
    if after is None:
        is_library = after is item.library and item.library is None and item.local is not None
        return (), _("The library has removed this.") if is_library else _("Hidden on your page.")
    return _differences(item, before, after), ""


def _plain(item: Waiting, block: SourceBlock) -> tuple[Part, ...]:
    return tuple(Part(one.label, tuple(one.spans)) for one in _differences(item, block, block))


def _differences(item: Waiting, before: SourceBlock | None, after: SourceBlock) -> tuple[Part, ...]:
    start = before or SourceBlock(after.id, after.type, None)
    rows = [(one, _label(after.type, one.label)) for one in compare(start, after)]
    return tuple(
        Part(label if not item.is_field or one.label else "", _readable(one.label, one.spans))
        for one, label in rows
        if one.spans
    )


def _readable(label: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Name pictures by their titles: the numbers under which they are stored say nothing."""
    if label != "image":
        return tuple(spans)
    return tuple(Span(span.kind, _picture(span.text)) for span in spans)


def _picture(key: str) -> str:
    found = get_image_model().objects.filter(pk=key).first() if is_key(key) else None
    return str(found.title) if found else key


def _label(kind: str, name: str) -> str:
    """Return what editors call the field ``name`` of a block of this type, wherever inside it stands."""
    fields = Edition._meta.get_field("fields").stream_block.child_blocks
    sorts = LibraryPage._meta.get_field("body").stream_block.child_blocks
    found = _find(sorts.get(kind) or fields.get(kind), name)
    return found or str(capfirst(name.replace("_", " ")))


def _find(block: Any, name: str) -> str:
    children = getattr(block, "child_blocks", None)
    if children is None:
        child = getattr(block, "child_block", None)
        return _find(child, name) if child is not None else ""
    if name in children and children[name].label:
        return str(children[name].label)
    return next((label for child in children.values() if (label := _find(child, name))), "")


def _words(piece: Any) -> str:
    """Return the words of a piece of a version, whatever it is a piece of."""
    if piece is None or piece == "":
        return ""
    said = " · ".join(part.text for part in parts(SourceBlock("", "", piece)))
    return said or str(piece)


def _first_words(value: Any) -> str:
    if not isinstance(value, Mapping):
        return ""
    words = value.get("heading") or strip_tags(str(value.get("body") or ""))
    return str(Truncator(words).chars(LENGTH))
