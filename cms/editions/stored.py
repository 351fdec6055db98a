"""From stored pages, revisions and rows to the values that the resolver works on."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from cms.editions.resolving.values import (
    FIELD_NAMES,
    Add,
    Base,
    Entry,
    Follow,
    Hide,
    LibraryText,
    LocalLayer,
    Replace,
    SourceBlock,
)
from cms.library.models import LibraryPage, Release

if TYPE_CHECKING:
    from cms.editions.models import Edition

RELEASED_FIELDS = (
    "title",
    "kind",
    "summary",
    "hero",
    "hero_alt",
    "seo_title",
    "search_description",
    "body",
    "source_base",
    "written_by",
    "reviewed_by",
    "reviewer_credentials",
    "reviewed_on",
    "next_review_on",
)


def library_text(page: LibraryPage, language: str, *, with_body: bool = True) -> LibraryText:
    """Return what the library says on ``page``, as published; its corrections are not looked up."""
    raw_blocks = page.body.get_prep_value() if with_body else ()
    return LibraryText(
        page_id=page.pk,
        key=str(page.translation_key),
        language=language,
        revision=page.live_revision_id,
        fields=library_fields(page),
        blocks=tuple(source_block(raw) for raw in raw_blocks),
    )


def released_page(live: LibraryPage, release: Release) -> LibraryPage:
    """Return ``live`` as it was at ``release``: no query, whatever the revision holds.

    Only what visitors read is taken from the revision, in its stored form; what is missing there or makes no
    sense any more stays as it is today, and unknown blocks are kept as the stream field keeps them.
    """
    page = copy.copy(live)
    content = release.revision.content if release.revision else {}
    for name in RELEASED_FIELDS:
        field = LibraryPage._meta.get_field(name)
        if name in content:
            with contextlib.suppress(ValidationError, TypeError, ValueError):
                setattr(page, field.attname, field.to_python(content[name]))
    page.live_revision_id = release.revision_id
    return page


def library_fields(page: LibraryPage) -> dict[str, Any]:
    """Return the inheritable fields of ``page`` by name."""
    return {
        "title": page.title,
        "summary": page.summary,
        "hero": {"image": page.hero_id, "alt": page.hero_alt},
        "search_title": page.seo_title,
        "search_description": page.search_description,
    }


def local_layer(edition: Edition, language: str = "") -> LocalLayer:
    """Return what ``edition`` stores of its own, written in ``language``."""
    rows = edition.local.get_prep_value()
    return LocalLayer(
        entries=tuple(found for found in map(entry, rows) if found is not None),
        fields=local_fields(edition),
        base=Base.from_json(edition.base),
        language=language,
    )


def local_fields(edition: Edition) -> dict[str, Any]:
    """Return the replaced fields by name; an empty value is a replacement too."""
    return {row["type"]: row["value"] for row in edition.fields.get_prep_value()}


def field_layer(edition: Edition, language: str = "") -> LocalLayer:
    """Return the part of ``local_layer`` that is about fields."""
    bases = edition.base.get("fields", {})
    fields = local_fields(edition)
    base = Base.from_json({"fields": {name: bases[name] for name in FIELD_NAMES if name in bases}})
    return LocalLayer(fields=fields, base=base, language=language)


def entry(row: Mapping[str, Any]) -> Entry | None:
    """Read one stored row of a local layer; ``None`` if it has no target or no content."""
    value = row["value"]
    if not isinstance(value, Mapping):
        return None
    content = next(iter(value.get("content") or ()), None)
    target = value.get("target") or ""
    match row["type"]:
        case "add" if content:
            return Add(source_block(content))
        case "follow" if target:
            return Follow(target)
        case "hide" if target:
            return Hide(target)
        case "replace" if target and content:
            return Replace(target, source_block({**content, "id": target}), value.get("signed_off") or "")
    return None


def source_block(raw: Mapping[str, Any]) -> SourceBlock:
    """Read one block from its stored form."""
    return SourceBlock(id=str(raw["id"]), type=raw["type"], value=raw["value"])
