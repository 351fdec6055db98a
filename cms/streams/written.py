"""Stored blocks that a script writes, taken as a form would take them.

A form offers only the blocks and fields that there are, and its rich text editor only what its features
allow. What a script hands in has passed neither.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import (
    Block,
    CharBlock,
    ChooserBlock,
    ListBlock,
    ListBlockValidationError,
    RichTextBlock,
    StreamBlock,
    StreamBlockValidationError,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
)

from cms.streams.digests import digest
from cms.streams.sentences import sentences
from cms.streams.struct_block import DurableStructBlock

UNREADABLE = (AssertionError, AttributeError, KeyError, OverflowError, TypeError, ValueError)
ENVELOPE = ("type", "value", "id")
SEEN_WITHOUT_WORDS = ("embed", "hr", "img")


def clean_written(block: Block, written: Any, known: Sequence[Any] = ()) -> Any:
    """Return what to store for ``written``, the stored value of ``block`` as a script gives it.

    Rich text passes through the editor of its block and keeps only what that allows. Types and fields that
    there are not are refused, with the names of those that there are, on every level.

    ``known`` are stored values that the new one may be made from: what is sealed or vanished in one of them
    may stay as it is, and so may unchanged rich text and references.

    Raises ``ValidationError`` with sentences that name block and field.
    """
    try:
        value = block.to_python(_taken(block, written, known))
        return block.get_prep_value(block.clean(value))
    except ValidationError as error:
        raise ValidationError(sentences(error, block, written)) from error
    except UNREADABLE as error:
        raise ValidationError(_("This is not what a block of this type looks like.")) from error


def _taken(block: Block, written: Any, known: Sequence[Any]) -> Any:
    for kind, take in TAKERS:
        if isinstance(block, kind):
            return take(block, written, known)
    return _plain(block, written, known)


def _stream(block: StreamBlock, written: Any, known: Sequence[Any]) -> list[Any]:
    if not isinstance(written, (list, tuple)):
        raise ValidationError(_("This has to be a list of blocks."))
    before = [item for stream in known if isinstance(stream, list) for item in stream if _is_block(item)]
    return _each(written, lambda item: _stream_item(block, item, before), StreamBlockValidationError)


def _stream_item(block: StreamBlock, item: Any, before: Sequence[Any]) -> dict[str, Any]:
    if not _is_block(item):
        raise ValidationError(_("A block has to be an object with a “type” and a “value”."))
    _refuse_unknown(item, ENVELOPE)
    same = [one["value"] for one in before if one["type"] == item["type"]]
    value = item["value"]
    if item["type"] in block.child_blocks:
        value = _taken(block.child_blocks[item["type"]], value, same)
    elif value not in same:
        raise ValidationError(
            _("There is no block of the type “%(name)s”. The types are: %(names)s.")
            % {"name": item["type"], "names": ", ".join(block.child_blocks)}
        )
    return {"type": item["type"], "value": value, "id": str(item.get("id") or uuid.uuid4())}


def _list(block: ListBlock, written: Any, known: Sequence[Any]) -> list[Any]:
    if not isinstance(written, (list, tuple)):
        raise ValidationError(_("This has to be a list."))
    before = [_unwrapped(item) for items in known if isinstance(items, list) for item in items]

    def take(item: Any) -> dict[str, Any]:
        value = _taken(block.child_block, _unwrapped(item), before)
        given = item.get("id") if _is_item(item) else None
        return {"type": "item", "value": value, "id": str(given or uuid.uuid4())}

    return _each(written, take, ListBlockValidationError)


def _struct(block: StructBlock, written: Any, known: Sequence[Any]) -> dict[str, Any]:
    value = _upgraded(block, written)
    if not isinstance(value, Mapping):
        raise ValidationError(
            _("This has to be an object with these fields: %(names)s.")
            % {"names": ", ".join(block.child_blocks)}
        )
    before = [one for one in known if isinstance(one, Mapping)]
    kept = {name: item for name, item in value.items() if _has(before, name, item)}
    _refuse_unknown({name for name in value if name not in kept}, block.child_blocks)
    taken, errors = dict(value), {}
    for name, child in block.child_blocks.items():
        if name in value:
            try:
                taken[name] = _taken(child, value[name], [one[name] for one in before if name in one])
            except ValidationError as error:
                errors[name] = error
    if errors:
        raise StructBlockValidationError(block_errors=errors)
    return taken


def _rich_text(block: RichTextBlock, written: Any, known: Sequence[Any]) -> str:
    """Return what the block's editor makes of a text; one that it changes nothing about stays as it is."""
    text = _words(block, written, known)
    if not text or text in known:
        return text
    soup = BeautifulSoup(text, "html.parser")
    for unseen in soup(["script", "style", "template"]):
        unseen.decompose()
    widget = block.field.widget
    try:
        posted = widget.format_value(str(soup))
        cleaned = str(widget.value_from_datadict({"text": posted}, {}, "text") or "")
    except UNREADABLE as error:
        raise ValidationError(_("This text is no well-formed HTML.")) from error
    rest = BeautifulSoup(cleaned, "html.parser")
    if not rest.get_text(strip=True) and rest.find(SEEN_WITHOUT_WORDS) is None:
        return ""
    return text if digest("", cleaned) == digest("", text) else cleaned


def _words(block: Block, written: Any, known: Sequence[Any]) -> str:
    if written is None:
        return ""
    if isinstance(written, bool) or not isinstance(written, (str, int, float)):
        raise ValidationError(_("This has to be a text."))
    return str(written)


def _reference(block: ChooserBlock, written: Any, known: Sequence[Any]) -> Any:
    """Return a reference to something that exists: a chooser offers nothing else."""
    if written in (None, "") or written in known:
        return written or None
    if isinstance(written, (str, int)) and not isinstance(written, bool):
        try:
            found = block.to_python(written)
        except UNREADABLE:
            found = None
        if found is not None:
            return block.get_prep_value(found)
    raise ValidationError(
        _("There is no %(thing)s with the number %(number)s.")
        % {"thing": block.model_class._meta.verbose_name, "number": written}
    )


def _plain(block: Block, written: Any, known: Sequence[Any]) -> Any:
    try:
        block.to_python(written)
    except UNREADABLE as error:
        raise ValidationError(_("This is not what this field holds.")) from error
    return written


TAKERS: tuple[tuple[Any, Callable[[Any, Any, Sequence[Any]], Any]], ...] = (
    (StreamBlock, _stream),
    (StructBlock, _struct),
    (ListBlock, _list),
    (RichTextBlock, _rich_text),
    ((CharBlock, TextBlock), _words),
    (ChooserBlock, _reference),
)


def _each(
    items: Iterable[Any], take: Callable[[Any], Any], error_class: Callable[..., Exception]
) -> list[Any]:
    taken, errors = [], {}
    for index, item in enumerate(items):
        try:
            taken.append(take(item))
        except ValidationError as error:
            errors[index] = error
    if errors:
        raise error_class(block_errors=errors)
    return taken


def _refuse_unknown(names: Iterable[Any], known: Iterable[str]) -> None:
    unknown = [str(name) for name in names if name not in known]
    if unknown:
        raise ValidationError(
            _("There is no field “%(name)s” here. The fields are: %(names)s.")
            % {"name": ", ".join(unknown), "names": ", ".join(known)}
        )


def _upgraded(block: StructBlock, written: Any) -> Any:
    try:
        return block.upgrade(written) if isinstance(block, DurableStructBlock) else written
    except UNREADABLE as error:
        raise ValidationError(_("This is not what a block of this type looks like.")) from error


def _has(known: Iterable[Mapping[str, Any]], name: str, value: Any) -> bool:
    return any(name in one and one[name] == value for one in known)


def _is_block(item: Any) -> bool:
    return isinstance(item, Mapping) and isinstance(item.get("type"), str) and "value" in item


def _is_item(item: Any) -> bool:
    return isinstance(item, Mapping) and item.get("type") == "item" and "value" in item


def _unwrapped(item: Any) -> Any:
    return item["value"] if _is_item(item) else item
