"""The row of a clinic's new version: checked as the page editor would, and not signed off."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cms.editions.editor.handed_in import taken_block, taken_field
from cms.editions.resolving.values import SourceBlock
from cms.editions.updates.values import Waiting
from cms.streams.digests import digest

if TYPE_CHECKING:
    from cms.editions.models import Edition

Row = Mapping[str, Any]


def replaced_row(item: Waiting, row: Row | None, type: str, value: Any) -> dict[str, Any]:
    """Return the row that stores ``value`` as the clinic's version; a sign-off of another version is void."""
    if item.is_field:
        return {**(row or {"id": str(uuid.uuid4())}), "type": item.target, "value": value}
    known = _content(row)
    content = {"type": type or known["type"], "value": value, "id": known.get("id") or str(uuid.uuid4())}
    signed = {"is_signed_off": False, "signed_off": ""}
    return {
        "type": "replace",
        "value": {"target": item.target, "content": [content], **signed},
        "id": (row or {}).get("id") or item.target,
    }


def rewritten_row(edition: Edition, item: Waiting, row: Row | None, type: str, value: Any) -> dict[str, Any]:
    """Return the row for a version that somebody wrote; ``ValidationError`` for what its block refuses."""
    if item.is_field:
        return replaced_row(item, row, "", taken_field(edition, item.target, value))
    versions = [one for one in (item.local, item.library) if one is not None]
    kind = type or (versions[0].type if versions else "")
    before = versions
    if item.merged is not None and item.merged.is_clean:
        before = [*versions, SourceBlock(item.target, item.merged.type, item.merged.value)]
    taken = taken_block(edition, {"type": kind, "value": value, "id": _content(row).get("id")}, before)
    return replaced_row(item, row, kind, taken["value"])


def _content(row: Row | None) -> Mapping[str, Any]:
    """Return the block inside the row of a version; an empty one without any."""
    found: Mapping[str, Any] = next(iter((row or {}).get("value", {}).get("content") or ()), {})
    return found


def says(row: Row, block: SourceBlock | None, *, is_field: bool) -> bool:
    """Whether a row of a version says just what ``block`` says."""
    if block is None:
        return False
    if is_field:
        return digest(block.type, row["value"]) == digest(block.type, block.value)
    content = row["value"]["content"][0]
    return SourceBlock(block.id, content["type"], content["value"]).digest == block.digest
