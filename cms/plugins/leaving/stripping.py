"""Take a plugin's blocks out of everything that is stored: pages, every version, decisions, proposals.

There is no way back. A higher layer whose rows are about one block says so with ``goes_with_its_block``.
"""

from __future__ import annotations

import json
from typing import Any

from django.db.models import F, Model, QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.blocks import BaseStructBlock, StreamBlock
from wagtail.fields import StreamField
from wagtail.models import Page, Revision

from cms.plugins.declaration import BETWEEN
from cms.plugins.leaving.places import Place, held
from cms.plugins.leaving.stored import is_block, is_stream_in_text, parsed

_records: set[type[Model]] = set()


def goes_with_its_block(*models: type[Model]) -> None:
    """Delete rows of these models when a block goes that they hold: they could only bring it back."""
    _records.update(models)


def strip_blocks(plugin: str) -> None:
    """Take the blocks of a plugin out of every place; call it in a transaction."""
    beginning = f"{plugin}{BETWEEN}"
    for place, key, _types in list(held(beginning)):
        rows = place.model._base_manager.filter(pk=key)
        if place.model in _records:
            rows.delete()
        elif place.model is Revision:
            _strip_revision(rows.get(), beginning)
        else:
            _strip(place, rows, beginning)


def without(raw: Any, beginning: str, stream: StreamBlock | None = None) -> Any:
    """Return raw data without the blocks whose stored names begin so, on every level.

    What is kept of a block under its id goes as well, and of data that is such a block nothing is left.
    ``stream`` is the definition of a raw stream: what must hold a block, and holds none any more, goes too.
    """
    if is_block(raw, beginning):
        return None
    if isinstance(raw, dict):
        kept = {key: value for key, value in raw.items() if not is_block(value, beginning)}
        return {key: without(value, beginning) for key, value in kept.items()}
    if not isinstance(raw, list):
        return raw
    pairs = [(one, without(one, beginning)) for one in raw if not is_block(one, beginning)]
    return [left for one, left in pairs if left == one or not _lacks_a_block(left, stream)]


def _lacks_a_block(child: Any, stream: StreamBlock | None) -> bool:
    if stream is None or not isinstance(child, dict):
        return False
    block, value = stream.child_blocks[str(child.get("type"))], child.get("value")
    return (
        isinstance(block, BaseStructBlock)
        and isinstance(value, dict)
        and any(
            len(value.get(name) or ()) < (part.meta.min_num or 0)
            for name, part in block.child_blocks.items()
            if isinstance(part, StreamBlock)
        )
    )


def _strip(place: Place, rows: QuerySet[Any], beginning: str) -> None:
    """Store a row anew as it is saved by anybody, so that what is derived from it follows."""
    field = place.field
    stored = rows.annotate(stored=Cast(F(field.name), TextField())).values_list("stored", flat=True)
    left = without(parsed(stored.get()), beginning, _definition(place.model, field.name))
    if not isinstance(field, StreamField):
        rows.update(**{field.name: left})
        return
    row = rows.get()
    setattr(row, field.name, field.to_python(json.dumps(left)))
    # What else is wrong with a page is no reason to keep the block.
    unchecked = {"clean": False} if isinstance(row, Page) else {}
    row.save(update_fields=[field.name], **unchecked)


def _strip_revision(revision: Revision, beginning: str) -> None:
    model = revision.content_type.model_class()
    for name, value in revision.content.items():
        is_text = is_stream_in_text(value)
        left = without(parsed(value) if is_text else value, beginning, _definition(model, name))
        revision.content[name] = json.dumps(left) if is_text else left
    revision.save(update_fields=["content"])


def _definition(model: type[Model] | None, name: str) -> StreamBlock | None:
    fields = model._meta.concrete_fields if model else ()
    found = (one.stream_block for one in fields if one.name == name and isinstance(one, StreamField))
    return next(found, None)
