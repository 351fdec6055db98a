"""What a decision rested on that was taken back in the editor and is now made again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cms.editions.editor.arrangement import mark
from cms.editions.resolving.values import Base, Entry, Hide, LocalLayer, Replace
from cms.editions.sources import local_layer
from cms.streams.digests import digest

if TYPE_CHECKING:
    from cms.editions.models import Edition

Said = Mapping[str, str]


def with_earlier(base: Base, edition: Edition, entries: Sequence[Entry], fields: Mapping[str, Any]) -> Base:
    """Return ``base`` with that of each decision which an earlier version of the page had in the same words.

    The browser saves between “back to the library's version” and its undo, and the same words are no new
    decision. Else an undo would call compared what nobody compared, or show what a correction parked.
    """
    blocks = {key: said for key, said in _decisions(entries).items() if key not in base.blocks}
    values = {name: said for name, said in _field_words(fields).items() if name not in base.fields}
    if blocks or values:
        for layer in _earlier_layers(edition):
            base = _completed(base, layer, blocks, values)
    return base


def _completed(base: Base, layer: LocalLayer, blocks: Said, values: Said) -> Base:
    """Return ``base`` with what ``layer`` knows about those of the decisions that it shares."""
    then, words = _decisions(layer.entries), _field_words(layer.fields)
    known, fields = layer.base.blocks, layer.base.fields
    return replace(
        base,
        blocks={key: known[key] for key in blocks if key in known and then.get(key) == blocks[key]}
        | dict(base.blocks),
        fields={name: fields[name] for name in values if name in fields and words.get(name) == values[name]}
        | dict(base.fields),
    )


def _decisions(entries: Sequence[Entry]) -> dict[str, str]:
    return {entry.id: mark(entry) for entry in entries if isinstance(entry, (Hide, Replace))}


def _field_words(fields: Mapping[str, Any]) -> dict[str, str]:
    return {name: digest(name, value) for name, value in fields.items()}


def _earlier_layers(edition: Edition) -> Iterator[LocalLayer]:
    """Yield the version before the newest one, which autosaves write over, and the published one."""
    for revision in edition.revisions.order_by("-pk")[1:2]:
        yield local_layer(revision.as_object())
    published = type(edition).objects.filter(pk=edition.pk, live=True).first()
    if published is not None:
        yield local_layer(published)
