"""What an edition stores about one block or field: read, compared, replaced and put back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cms.editions.resolving.values import FIELD_NAMES, BaseValue
from cms.editions.sources import Basis, local_layer
from cms.streams.digests import digest

if TYPE_CHECKING:
    from cms.editions.models import Edition

DECISIONS = ("follow", "hide", "replace")
Row = Mapping[str, Any]
Spot = dict[str, Any]


def read_spot(edition: Edition, target: str) -> Spot:
    """Return the row and base of ``target``, and where the row stands; what is not there is ``None``."""
    rows = _rows(edition, target)
    index = _index(rows, target)
    base = edition.base.get(_part(target), {}).get(target)
    return {
        "row": rows[index] if index is not None else None,
        "base": base,
        "previous": [_name(row) for row in rows[:index]] if index is not None else [],
        "order": list(edition.base.get("order", ())),
    }


def says_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two spots hold the same decision on the same base, wherever they stand."""
    return _meaning(one) == _meaning(other)


def holds_same_words(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two spots hold the same decision, whatever it rests on."""
    return bool(_meaning(one)[0] == _meaning(other)[0])


def write_spot(edition: Edition, target: str, spot: Mapping[str, Any], title: str = "") -> None:
    """Store the row and base of ``spot``; ``title`` is the library's, for an edition without one of its own.

    A row that is new stands behind the nearest row that stood before it. An edition left without rows stores
    no base.
    """
    rows = _rows(edition, target)
    _put(rows, target, spot)
    name = "fields" if target in FIELD_NAMES else "local"
    setattr(edition, name, edition._meta.get_field(name).stream_block.to_python(rows))
    edition.base = _base_with(edition, target, spot)
    if target == "title":
        edition.title = (spot["row"] or {}).get("value") or title or edition.title


def dropped(edition: Edition, target: str, basis: Basis) -> Row | None:
    """Return what takes the place of the row of ``target`` when the library's version is to show again.

    Usually nothing. A row that follows the block stays where the clinic moved the block, or where the row
    holds the place of a block that the clinic added after it.
    """
    if target in FIELD_NAMES:
        return None
    follow = {"type": "follow", "value": {"target": target}, "id": target}
    orders = [_order_with(edition, target, row, basis) for row in (None, follow)]
    return None if orders[0] == orders[1] else follow


def _order_with(edition: Edition, target: str, row: Row | None, basis: Basis) -> list[str]:
    candidate = type(edition)(pk=edition.pk, library_key=edition.library_key, base=edition.base)
    candidate.fields = edition.fields
    candidate.local = edition.local
    write_spot(candidate, target, {**read_spot(edition, target), "row": row, "base": None})
    return [block.id for block in basis.resolve(local_layer(candidate, basis.language)).blocks]


def _rows(edition: Edition, target: str) -> list[Any]:
    stream = edition.fields if target in FIELD_NAMES else edition.local
    return list(stream.get_prep_value())


def _part(target: str) -> str:
    return "fields" if target in FIELD_NAMES else "blocks"


def _index(rows: Sequence[Row], target: str) -> int | None:
    """Return where the row that counts stands: the first one."""
    return next((index for index, row in enumerate(rows) if _decides(row, target)), None)


def _decides(row: Row, target: str) -> bool:
    if target in FIELD_NAMES:
        return bool(row["type"] == target)
    value = row["value"]
    return row["type"] in DECISIONS and isinstance(value, Mapping) and value.get("target") == target


def _name(row: Row) -> str:
    """Return what a row is known by: its block, or its field."""
    value = row["value"]
    if row["type"] in DECISIONS and isinstance(value, Mapping):
        return str(value.get("target") or row.get("id"))
    return str(row["type"] if row["type"] in FIELD_NAMES else row.get("id"))


def _put(rows: list[Any], target: str, spot: Mapping[str, Any]) -> None:
    index = _index(rows, target)
    row = spot["row"]
    if index is not None:
        rows[index : index + 1] = [row] if row else []
    elif row:
        places = {_name(one): place for place, one in enumerate(rows)}
        before = next((places[name] for name in reversed(spot["previous"]) if name in places), -1)
        rows.insert(before + 1, row)


def _base_with(edition: Edition, target: str, spot: Mapping[str, Any]) -> dict[str, Any]:
    if not edition.local.get_prep_value() and not edition.fields.get_prep_value():
        return {}
    known = edition.base or {"order": spot["order"]}
    base: dict[str, Any] = {"order": list(known.get("order", ()))}
    for part in ("blocks", "fields"):
        values = {key: value for key, value in known.get(part, {}).items() if key != target}
        if part == _part(target) and spot["base"] is not None:
            values[target] = spot["base"]
        base[part] = values
    return base


def _meaning(spot: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return what a spot says, without what a save may renew: ids, and how the JSON is spelt."""
    row, base = spot["row"], spot["base"]
    words: Any = None
    if row is not None and row["type"] != "follow":
        value = row["value"]
        content = value.get("content") if row["type"] == "replace" else None
        said = digest("", {"value": content if content is not None else value})
        words = (row["type"], said if row["type"] != "hide" else "", _signature(row))
    known = BaseValue(**base) if base is not None else None
    return words, (known.digest, known.correction) if known else None


def _signature(row: Row) -> str:
    value = row["value"]
    return str(value.get("signed_off") or "") if row["type"] == "replace" else ""
