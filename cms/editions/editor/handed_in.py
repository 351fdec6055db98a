"""Blocks and fields that a script hands in for an edition, taken as the page editor would take them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.editions.resolving.values import FIELD_NAMES, LibraryText, SourceBlock
from cms.plugins.palette import editing
from cms.streams.written import clean_written

if TYPE_CHECKING:
    from cms.editions.models import Edition


def taken_block(edition: Edition, block: Any, known: Iterable[SourceBlock] = ()) -> dict[str, Any]:
    """Return a stored block as it may enter the local layer.

    ``known`` are versions that it may have been made from. Raises ``ValidationError`` in sentences, also for
    a block of a plugin that the clinic has off, unless it is there already under its id.
    """
    stream = edition._meta.get_field("local").stream_block.child_blocks["replace"].child_blocks["content"]
    before = [[{"type": one.type, "value": one.value}] for one in known]
    with editing(edition, edition.path).begun():
        taken: dict[str, Any] = clean_written(stream, [block], before)[0]
    return taken


def taken_field(edition: Edition, name: str, value: Any) -> Any:
    """Return a value as the clinic's own for the field ``name``; ``ValidationError`` in sentences."""
    refuse_unknown_fields([name])
    stream = edition._meta.get_field("fields").stream_block
    before = [row for row in edition.fields.get_prep_value() if row["type"] == name]
    return clean_written(stream, [{"type": name, "value": value}], [before])[0]["value"]


def refuse_unknown_fields(names: Iterable[str]) -> None:
    """Raise ``ValidationError`` for names of fields that no page has."""
    unknown = [name for name in names if name not in FIELD_NAMES]
    if unknown:
        raise ValidationError(
            _("There is no field “%(name)s” here. The fields are: %(names)s.")
            % {"name": ", ".join(unknown), "names": ", ".join(FIELD_NAMES)}
        )


def target_of(block: Any) -> str:
    """Return the library block that a replacement names; ``ValidationError`` if it names none."""
    target = block.get("id") if isinstance(block, Mapping) else None
    if not target:
        raise ValidationError(_("A replacement needs the “id” of the library block that it stands for."))
    return str(target)


def versions_of(edition: Edition, target: str, text: LibraryText) -> list[SourceBlock]:
    """Return what clinic and library say for a library block: what a new version may be made from."""
    own = [SourceBlock(target, one["type"], one["value"]) for one in _own_contents(edition, target)]
    return [*own, *(block for block in text.blocks if block.id == target)]


def content_id(edition: Edition, target: str) -> str:
    """Return the id under which the clinic's version of a library block is stored, a new one without any."""
    return next((str(one["id"]) for one in _own_contents(edition, target)), str(uuid.uuid4()))


def _own_contents(edition: Edition, target: str) -> Iterator[Mapping[str, Any]]:
    for row in edition.local.get_prep_value():
        value = row["value"]
        if row["type"] == "replace" and isinstance(value, Mapping) and value.get("target") == target:
            yield from value.get("content") or ()
