"""What a script wishes for, turned into the rows that a form would post."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.editions.resolving.ordering import TOP

RawRow = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wishes:
    """Rows to exchange by the id of their block, ids to remove, rows to add and ids to move after an id."""

    changed: Mapping[str, RawRow] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    added: Sequence[tuple[str, RawRow]] = ()
    moved: Sequence[tuple[str, str]] = ()


def wished_rows(rows: Sequence[RawRow], wishes: Wishes) -> list[RawRow]:
    """Return ``rows`` as a person would leave them in the editor who wished for this.

    What goes to one place stands there in the order of the wishes. Raises ``ValidationError`` for an id
    that is not on the page.
    """
    page = {_id(row): row for row in rows}
    _check(page, [*wishes.changed, *wishes.removed])
    page = {key: wishes.changed.get(key, row) for key, row in page.items() if key not in wishes.removed}
    _check(page, [key for pair in wishes.moved for key in pair])
    moving = [(after, page.pop(key)) for key, after in wishes.moved]
    order = list(page.values())
    _check({*page, *(key for key, _after in wishes.moved)}, [after for after, _row in wishes.added])
    last: dict[str, str] = {}
    for after, row in (*moving, *wishes.added):
        before = last.get(after, after)
        places = [_id(one) for one in order]
        order.insert(places.index(before) + 1 if before in places else 0, row)
        last[after] = _id(row)
    return order


def _check(page: Collection[str], ids: Sequence[str]) -> None:
    missing = [key for key in ids if key != TOP and key not in page]
    if missing:
        raise ValidationError(
            _("There is no block with the id %(ids)s on this page.") % {"ids": ", ".join(missing)}
        )


def _id(row: RawRow) -> str:
    value = row["value"]
    if row["type"] == "add" and value.get("content"):
        return str(value["content"][0]["id"])
    return str(value.get("target") or row["id"])
