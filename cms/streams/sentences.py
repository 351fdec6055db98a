"""What is wrong with a value of blocks, in sentences that name the block and the field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock

BETWEEN = " › "


def sentences(error: ValidationError, block: Block | None = None, value: Any = None) -> list[str]:
    """Return the messages of ``error`` and of all errors inside it, each with the place that it is about.

    ``block`` is the block whose value was refused, and ``value`` that value, stored or not: they give the
    labels of the places, which otherwise go by name or number.
    """
    return [": ".join(filter(None, (BETWEEN.join(way), text))) for way, text in _told(error, block, value)]


def _told(error: Any, block: Block | None, value: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    nested: Mapping[Any, Any] | None = getattr(error, "block_errors", None)
    if nested is None:
        yield from _plain(error)
        return
    for one in error.non_block_errors.as_data():
        yield from _told(one, block, value)
    for place, inner in nested.items():
        child, label, said = _child(block, value, place)
        for way, text in _told(inner, child, said):
            yield (label, *way), text


def _plain(error: ValidationError) -> Iterator[tuple[tuple[str, ...], str]]:
    if not hasattr(error, "error_dict"):
        for one in error.error_list:
            if one is error:
                yield from (((), str(message)) for message in one.messages)
            else:
                yield from _told(one, None, None)
        return
    for name, found in error.error_dict.items():
        way = () if name == NON_FIELD_ERRORS else (name.replace("_", " ").capitalize(),)
        for one in found:
            for inner, text in _told(one, None, None):
                yield (*way, *inner), text


def _child(block: Block | None, value: Any, place: Any) -> tuple[Block | None, str, Any]:
    """Return the block, the label and the value at a place inside the value of ``block``."""
    if isinstance(block, StructBlock):
        child = block.child_blocks.get(place)
        said = value.get(place) if isinstance(value, Mapping) else None
        return child, str(getattr(child, "label", "") or place), said
    items = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    item = items[place] if isinstance(place, int) and place < len(items) else None
    number = str(place + 1 if isinstance(place, int) else place)
    if isinstance(block, ListBlock):
        return block.child_block, number, _inside(item)
    if isinstance(block, StreamBlock):
        child = block.child_blocks.get(_type(item))
        label = str(getattr(child, "label", "") or _type(item) or number)
        return child, label if len(items) < 2 else f"{label} {number}", _inside(item)
    return None, number, None


def _inside(item: Any) -> Any:
    if isinstance(item, Mapping):
        return item.get("value", item)
    return getattr(item, "value", item)


def _type(item: Any) -> str:
    found = item.get("type") if isinstance(item, Mapping) else getattr(item, "block_type", "")
    return found if isinstance(found, str) else ""
