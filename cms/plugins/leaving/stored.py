"""Blocks of plugins as they are stored: found in raw JSON, whoever can read them otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet

from cms.plugins.declaration import BETWEEN

CHUNK = 200


def is_block(raw: Any, beginning: str = "") -> bool:
    """Whether this is, as it is stored, a block of a plugin whose name begins so."""
    name = raw.get("type") if isinstance(raw, dict) and "value" in raw else None
    return isinstance(name, str) and BETWEEN in name and name.startswith(beginning)


def types_in(raw: Any, beginning: str = "") -> Iterator[str]:
    """Yield the stored names of plugins' blocks in raw streams, on every level."""
    if isinstance(raw, dict):
        if is_block(raw, beginning):
            yield raw["type"]
        raw = list(raw.values())
    if isinstance(raw, list):
        for part in raw:
            yield from types_in(part, beginning)


def parsed(text: Any) -> Any:
    """Return what a text holds as JSON, ``None`` if it is none; what is no text as it is."""
    try:
        return json.loads(text) if isinstance(text, str) else text
    except ValueError:
        return None


def opened(raw: Any) -> Any:
    """Return raw data with the streams in it that are kept as texts, as in a revision, as data too."""
    if not isinstance(raw, dict):
        return raw
    return {key: parsed(value) if is_stream_in_text(value) else value for key, value in raw.items()}


def is_stream_in_text(value: Any) -> bool:
    """Whether this is a text that may hold blocks of plugins as JSON."""
    return isinstance(value, str) and value[:1] in ("[", "{") and BETWEEN in value


def holding(rows: QuerySet[Any], columns: Iterable[str], beginning: str) -> QuerySet[Any]:
    """Leave out, in the database, what cannot hold such a block."""
    selected = Q(pk__in=())
    for column in columns:
        selected |= Q(**{f"{column}__contains": beginning or BETWEEN})
    return rows.filter(selected)
