"""Take a plugin's blocks out of everything that is stored: pages, drafts and every earlier version.

There is no way back.
"""

from __future__ import annotations

import json
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, TextField
from django.db.models.functions import Cast
from wagtail.models import Page, Revision, get_page_models

from cms.plugins.declaration import BETWEEN
from cms.plugins.leaving.uses import CHUNK, holding, is_block, stored_streams


def strip_blocks(plugin: str) -> None:
    """Take the blocks of a plugin out of all pages and revisions; call it in a transaction."""
    beginning = f"{plugin}{BETWEEN}"
    for model in get_page_models():
        names = stored_streams(model)
        if names:
            _strip_pages(model, names, beginning)
            _strip_revisions(model, names, beginning)


def without(raw: Any, beginning: str) -> Any:
    """Return raw streams without the blocks whose stored names begin so, on every level."""
    if isinstance(raw, dict):
        return {key: without(value, beginning) for key, value in raw.items()}
    if isinstance(raw, list):
        return [without(one, beginning) for one in raw if not is_block(one, beginning)]
    return raw


def _strip_pages(model: type[Page], names: list[str], beginning: str) -> None:
    stored = {f"stored_{name}": Cast(F(name), TextField()) for name in names}
    pages = holding(model.objects.annotate(**stored), stored, beginning)
    fields = [model._meta.get_field(name) for name in names]
    for pk, *streams in pages.values_list("pk", *stored).iterator(CHUNK):
        kept = {
            field.name: field.to_python(json.dumps(without(json.loads(stream or "[]"), beginning)))
            for field, stream in zip(fields, streams, strict=True)
        }
        model.objects.filter(pk=pk).update(**kept)


def _strip_revisions(model: type[Page], names: list[str], beginning: str) -> None:
    stored = {"stored": Cast(F("content"), TextField())}
    kind = ContentType.objects.get_for_model(model)
    revisions = Revision.objects.filter(content_type=kind).annotate(**stored)
    for revision in holding(revisions, stored, beginning).iterator(CHUNK):
        for name in names:
            if isinstance(revision.content.get(name), str):
                raw = json.loads(revision.content[name])
                revision.content[name] = json.dumps(without(raw, beginning))
        revision.save(update_fields=["content"])
