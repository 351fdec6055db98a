"""References of content that cannot be read now: they are kept, so that what is used does not look unused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock

from cms.streams.sealed_block import SealedBlock

Place = tuple[tuple[str, ...], tuple[str, ...]]  # the components of a model path and of a content path


def held_references(block: Block, value: Any) -> Iterator[tuple[Any, str, str, str]]:
    """Yield (model, object id, model path, content path) for what the unreadable parts of `value` refer to.

    The reference index is the only source: it was filled while the parts could still be read.
    Rows are found by block id, so a copy or a translation of a page inherits the references of the blocks
    that it shares.
    """
    from wagtail.models import ReferenceIndex  # loaded after the field that this serves

    places = list(unreadable_places(block, value))
    if not places:
        return
    rows = ReferenceIndex.objects.filter(
        *[_any(Q(content_path__contains=".".join(content)) for _model, content in places)]
    ).select_related("to_content_type")
    held = {
        (row.to_content_type.model_class(), row.to_object_id, *paths)
        for row in rows
        for place in places
        if (paths := _paths_below(row, place))
    }
    yield from sorted(
        (reference for reference in held if reference[0] is not None), key=lambda item: item[1:]
    )


def unreadable_places(block: Block, value: Any, place: Place = ((), ())) -> Iterator[Place]:
    """Yield where in `value`, which lies at `place`, content is that the installed blocks cannot read."""
    is_unread = getattr(value, "stored", None) is not None or getattr(value, "is_unread", False)
    if isinstance(block, SealedBlock) or is_unread:
        yield place
    for name in getattr(value, "vanished", ()):
        yield _below(place, name, name)
    for child_block, child_value, model, content in _children(block, value):
        yield from unreadable_places(child_block, child_value, _below(place, model, content))


def _children(block: Block, value: Any) -> list[tuple[Block, Any, str, str]]:
    """Return the parts of a value: block, value, and the names by which model and content paths go there."""
    if isinstance(block, StreamBlock):
        return [(child.block, child.value, child.block_type, child.id) for child in value if child.id]
    if isinstance(block, ListBlock):
        return [(child.block, child.value, "item", child.id) for child in value.bound_blocks]
    if isinstance(block, StructBlock):
        return [(block.child_blocks[name], part, name, name) for name, part in value.items()]
    return []


def _below(place: Place, model: str, content: str) -> Place:
    return (*place[0], model), (*place[1], content)


def _any(conditions: Iterator[Q]) -> Q:
    combined = Q(pk__in=())
    for condition in conditions:
        combined |= condition
    return combined


def _paths_below(row: Any, place: Place) -> tuple[str, str] | None:
    """Return the row's paths from the stream on, or None when it does not lie at `place`."""
    model_path, content_path = row.model_path.split("."), row.content_path.split(".")
    model, content = place
    for start in range(len(content_path) - len(content) + 1):
        end = start + len(content)
        if tuple(content_path[start:end]) == content and tuple(model_path[start:end]) == model:
            return ".".join(model_path[start:]), ".".join(content_path[start:])
    return None
