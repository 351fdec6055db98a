"""A clinical reviewer's sign-off of a clinic's version: bound to its words, void when they change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cms.editions.sources import source_block

RawRow = Mapping[str, Any]


def sign_off(rows: Sequence[RawRow], stored: Sequence[RawRow], *, may_sign_off: bool) -> list[RawRow]:
    """Return ``rows`` with the sign-offs that hold; what a form says of earlier ones does not count.

    A tick by somebody who may sign off signs the version as it stands. Anybody else's tick only keeps the
    sign-off that is ``stored`` for the same library block, as long as the words are the same.
    """
    given = {
        (row["value"]["target"], row["value"].get("signed_off")) for row in stored if row["type"] == "replace"
    }
    return [
        _signed(row, lambda sign: may_sign_off or sign in given) if row["type"] == "replace" else row
        for row in rows
    ]


def _signed(row: RawRow, holds: Callable[[tuple[str, str]], bool]) -> RawRow:
    value = row["value"]
    content = next(iter(value["content"]), None)
    now = source_block(content).digest if content else ""
    is_signed = bool(value.get("is_signed_off") and now and holds((value["target"], now)))
    return {**row, "value": {**value, "is_signed_off": is_signed, "signed_off": now if is_signed else ""}}
