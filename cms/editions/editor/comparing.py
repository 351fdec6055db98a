"""What changed between two versions of an edition, block by block, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.compare import FieldComparison
from wagtail.admin.panels import FieldPanel

from cms.editions.editor import wording
from cms.editions.resolving.ordering import is_moved
from cms.editions.sources import local_layer
from cms.library.models import LibraryPage

Row = Mapping[str, Any]


class RowsComparison(FieldComparison):
    """Compares the clinic's decisions: what each block that differs was before, and what it is after."""

    def __init__(self, field: Any, before: Any, after: Any) -> None:
        super().__init__(field, before, after)
        self.before = _rows(self.val_a)
        self.after = _rows(self.val_b)
        self.bases = {**_bases(before), **_bases(after)}
        self.pages = LibraryPage.objects.filter(translation_key=after.library_key)
        self.has_moved = field.name == "local" and _order(before, after) != _order(after, before)

    def has_changed(self) -> bool:
        return bool(self._changed()) or self.has_moved

    def htmldiff(self) -> SafeString:
        parts = [self._one(key) for key in self._changed()]
        if self.has_moved:
            parts.append(format_html("<p><em>{}</em></p>", _("Blocks stand in another order.")))
        return format_html_join(
            "", '<div class="comparison__child-object">{}</div>', ((part,) for part in parts)
        )

    def _changed(self) -> list[str]:
        keys = dict.fromkeys((*self.before, *self.after))
        return [key for key in keys if _says(self.before.get(key)) != _says(self.after.get(key))]

    def _one(self, key: str) -> SafeString:
        before, after = self.before.get(key), self.after.get(key)
        heading = format_html('<h2 class="w-h4">{}</h2>', self._name(key, after or before))
        one, other = before and _content(before), after and _content(after)
        if one and other and one["type"] == other["type"]:
            return format_html("{}{}", heading, self._difference(one, other))
        return format_html(
            '{}<p>{}</p><div class="deletion">{}</div><p>{}</p><div class="addition">{}</div>',
            heading,
            _("Before:"),
            self._words(before),
            _("After:"),
            self._words(after),
        )

    def _name(self, key: str, row: Row | None) -> str:
        if self.field.name == "fields":
            return str(self.field.stream_block.child_blocks[key].label)
        stored = (row and _content(row)) or self.bases.get(key)
        if stored and stored["type"]:
            block = _body().child_blocks[stored["type"]]
            return wording.name_of(stored["value"], str(block.label))
        found = next((child for page in self.pages for child in page.body if child.id == key), None)
        if found is None:
            return _("A block that the library no longer has")
        return wording.name_of(found.value, str(found.block.label))

    def _words(self, row: Row | None) -> SafeString | str:
        if row is None or row["type"] == "follow":
            return _("The library’s version")
        if row["type"] == "hide":
            return _("Hidden on our page")
        content = _content(row)
        if content:
            bound = _body().to_python([content])[0]
            return SafeString(_comparison(bound.block, bound.value, bound.value).htmlvalue(bound.value))
        return format_html("{}", row["value"] if row["value"] not in ("", None) else _("Nothing"))

    def _difference(self, before: Row, after: Row) -> SafeString:
        one, other = _body().to_python([before])[0], _body().to_python([after])[0]
        return SafeString(_comparison(one.block, one.value, other.value).htmldiff())


class RowsPanel(FieldPanel):
    """A panel whose field is compared by decisions."""

    def get_comparison_class(self) -> Any:
        return RowsComparison


def _rows(value: Any) -> dict[str, Row]:
    return {_key(row): row for row in value.get_prep_value()}


def _key(row: Row) -> str:
    value = row["value"]
    if row["type"] == "add" and value.get("content"):
        return str(value["content"][0]["id"])
    return str((isinstance(value, Mapping) and value.get("target")) or row["type"])


def _content(row: Row) -> Row | None:
    value = row["value"]
    return next(iter(value.get("content") or ()), None) if isinstance(value, Mapping) else None


def _says(row: Row | None) -> Any:
    """Return what counts as the row's meaning: one that follows says as much as none."""
    if row is None or row["type"] == "follow":
        return None
    content = _content(row)
    return (row["type"], (content["type"], content["value"]) if content else row["value"])


def _order(edition: Any, other: Any) -> tuple[bool, list[str]]:
    """Return whether the clinic moved blocks, and the order of the rows that both versions store."""
    layer = local_layer(edition)
    common = {entry.id for entry in local_layer(other).entries}
    order = [entry.id for entry in layer.entries if entry.id in common]
    return is_moved(layer.entries, layer.base.order), order


def _bases(edition: Any) -> dict[str, Row]:
    return dict(edition.base.get("blocks", {})) if edition.base else {}


def _body() -> Any:
    return LibraryPage._meta.get_field("body").stream_block


def _comparison(block: Any, before: Any, after: Any) -> Any:
    return block.get_comparison_class()(block, True, True, before, after)
