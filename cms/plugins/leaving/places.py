"""Every place in the database where blocks of plugins may lie, read from the models: nobody keeps a list.

Those are all streams, and all fields with JSON: drafts and earlier versions, what a decision rests on, what
was proposed and answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.db.models import F, Field, JSONField, Model, TextField
from django.db.models.functions import Cast
from wagtail.fields import StreamField

from cms.plugins.declaration import BETWEEN
from cms.plugins.leaving.stored import CHUNK, holding, opened, parsed, types_in


@dataclass(frozen=True, slots=True)
class Place:
    """A field of a model, in whose own table it is."""

    model: type[Model]
    field: Field[Any, Any]

    def __str__(self) -> str:
        return f"{self.model._meta.label}.{self.field.name}"


def places(known: Apps = apps) -> list[Place]:
    """Return every place, by name."""
    found = [
        Place(model, field)
        for model in known.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if isinstance(field, StreamField | JSONField)
    ]
    return sorted(found, key=str)


def stored_streams(model: type[Model]) -> list[str]:
    """Return the names of the streams that objects of a model have, those of its parents as well."""
    return [
        one.field.name
        for one in places()
        if issubclass(model, one.model) and isinstance(one.field, StreamField)
    ]


def rows_with_blocks(plugin: str) -> dict[str, int]:
    """Return in how many rows blocks of a plugin lie, by place; one query for each place."""
    return dict(Counter(str(place) for place, _key, _types in held(f"{plugin}{BETWEEN}")))


def held(beginning: str) -> Iterator[tuple[Place, Any, frozenset[str]]]:
    """Yield each row, by place and key, with the stored names of its blocks that begin so."""
    for place in places():
        stored = {"stored": Cast(F(place.field.name), TextField())}
        rows = holding(place.model._base_manager.annotate(**stored), stored, beginning)
        for key, text in rows.values_list("pk", "stored").iterator(CHUNK):
            types = frozenset(types_in(opened(parsed(text)), beginning))
            if types:
                yield place, key, types
