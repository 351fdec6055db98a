"""Drafts of library pages: the same words in memory, saved and not published."""

from __future__ import annotations

import json
from typing import Any

from cms.library.models import LibraryPage


def draft(page: LibraryPage, blocks: list[dict[str, Any]] | None = None, **fields: Any) -> LibraryPage:
    """Save a draft of ``page`` and return it as the dry run gets it."""
    page = LibraryPage.objects.get(pk=page.pk)
    if blocks is not None:
        page.body = json.dumps(blocks)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision()
    return LibraryPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def blocks_of(page: LibraryPage) -> list[dict[str, Any]]:
    """Return the stored blocks of a page, to be changed."""
    return json.loads(json.dumps(list(page.body.get_prep_value())))
