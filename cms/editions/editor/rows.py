"""Between the stored rows of a local layer and the values that the pure modules combine and compare."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cms.editions.editor.arrangement import FOLLOWED, combine, mark, page_rows, refusals
from cms.editions.editor.earlier import with_earlier
from cms.editions.editor.seen import Seen, field_marks, seen_text
from cms.editions.resolving.bases import decided_again, rebase
from cms.editions.resolving.values import FIELD_NAMES, Add, Base, Entry, LibraryText
from cms.editions.sources import Basis, entry, local_fields, local_layer

if TYPE_CHECKING:
    from cms.editions.models import Edition

RawRow = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Saved:
    """What is to be stored, and where somebody else's changes came in between.

    ``conflicts`` are ids and field names changed on both sides, ``kept`` those that only somebody else
    changed.
    """

    rows: list[RawRow]
    fields: list[RawRow]
    base: dict[str, Any]
    conflicts: frozenset[str]
    kept: tuple[str, ...]


def all_rows(edition: Edition, text: LibraryText) -> list[RawRow]:
    """Return the rows that the editor shows: one for each block of the page, in order.

    What cannot be read as a row stands at the end.
    """
    stored = list(edition.local.get_prep_value())
    raw = _by_mark(stored)
    shown = [raw.get(_key(one)) or _new_row(one) for one in page_rows(local_layer(edition), text)]
    return [*(_named(one) for one in shown), *_unreadable(stored)]


def all_fields(edition: Edition) -> list[RawRow]:
    """Return one row for each inheritable field: the clinic's own, or one that follows the library."""
    own = {row["type"]: row for row in edition.fields.get_prep_value()}
    known = [
        {**own[name], "id": name}
        if name in own
        else {"type": "follow", "value": {"target": name}, "id": name}
        for name in FIELD_NAMES
    ]
    return [*known, *(row for name, row in own.items() if name not in FIELD_NAMES)]


def refused_rows(
    edition: Edition, posted: Sequence[RawRow], seen: Seen | None, text: LibraryText
) -> dict[int, str]:
    """Return, by index in ``posted``, why a row may not be saved."""
    numbered = [(index, found) for index, found in enumerate(map(entry, posted)) if found is not None]
    shown = seen.rows if seen else None
    refused = refusals([one for _, one in numbered], shown, local_layer(edition), text)
    return {numbered[position][0]: reason for position, reason in refused.items()}


def combined(
    edition: Edition,
    posted: Sequence[RawRow],
    posted_fields: Sequence[RawRow],
    seen: Seen | None,
    basis: Basis,
) -> Saved:
    """Return what to store when a form that showed ``seen`` posts these rows for the whole page.

    ``edition`` is as it is stored now. New decisions rest on the words that the form showed; where it
    cannot be told what these were, on none. An edition without decisions stores no base.
    """
    stored, stored_rows = local_layer(edition), list(edition.local.get_prep_value())
    found = [one for one in map(entry, posted) if one is not None]
    result = combine(found, seen.rows if seen else None, stored, basis.library.text)
    fields, kept, conflicts = _combined_fields(edition, posted_fields, seen)
    own_fields = {row["type"]: row["value"] for row in fields}
    base = edition.base
    rows = stored_rows
    if result.is_changed or own_fields != local_fields(edition):
        base = _based(edition, result.entries, own_fields, seen, basis, result.order)
        rows = _write(result.entries, stored_rows, posted)
    if _unreadable(posted) != _unreadable(stored_rows):
        rows = [*(row for row in rows if entry(row) is not None), *_unreadable(posted)]
    return Saved(rows, fields, base, result.conflicts | conflicts, (*result.kept, *kept))


def _combined_fields(
    edition: Edition, posted: Sequence[RawRow], seen: Seen | None
) -> tuple[list[RawRow], tuple[str, ...], frozenset[str]]:
    own = {row["type"]: row for row in edition.fields.get_prep_value()}
    now = field_marks(local_fields(edition))
    shown = seen.fields if seen else now
    wanted = {row["type"]: row for row in posted if row["type"] != "follow"}
    wished = field_marks({name: row["value"] for name, row in wanted.items() if name in FIELD_NAMES})
    wishes = {name for name in FIELD_NAMES if wished[name] not in (shown.get(name, FOLLOWED), now[name])}
    conflicts = frozenset(name for name in wishes if now[name] != shown.get(name, FOLLOWED))
    kept = tuple(
        name
        for name in FIELD_NAMES
        if wished[name] == shown.get(name, FOLLOWED) and now[name] != wished[name]
    )
    for name in wishes - conflicts:
        own.pop(name, None)
        if name in wanted:
            own[name] = {**wanted[name], "id": name}
    places = {name: place for place, name in enumerate(FIELD_NAMES)}
    return sorted(own.values(), key=lambda row: places.get(row["type"], len(places))), kept, conflicts


def _based(
    edition: Edition,
    entries: Sequence[Entry],
    fields: Mapping[str, Any],
    seen: Seen | None,
    basis: Basis,
    order: Sequence[str],
) -> dict[str, Any]:
    """Return the base to store: what was decided before keeps its own, what is new rests on what was seen."""
    if not entries and not fields:
        return {}
    base, now = _known_base(edition, entries, fields), basis.library.text
    text = seen_text(seen, str(edition.library_key), now) if seen else None
    if seen is None or text is None:
        known = [name for name in fields if name in base.fields]
        return rebase(base, entries, known, replace(now, blocks=()), order).to_json()
    known_of = {
        key: min(seen.corrections.get(key, 0), last) for key, last in basis.library.corrections.items()
    }
    corrections = {key: number for key, number in known_of.items() if number}
    return rebase(base, entries, fields, text, order, corrections).to_json()


def _known_base(edition: Edition, entries: Sequence[Entry], fields: Mapping[str, Any]) -> Base:
    """Return what the decisions rest on that were made before; one of another sort, as to hide instead of
    rewriting, is new.
    """
    sorts = {one.id: type(one) for one in local_layer(edition).entries}
    anew = {one.id for one in entries if sorts.get(one.id, type(one)) is not type(one)}
    return with_earlier(decided_again(Base.from_json(edition.base), anew), edition, entries, fields)


def _write(entries: Sequence[Entry], stored: Sequence[RawRow], posted: Sequence[RawRow]) -> list[RawRow]:
    """Return the raw rows of ``entries``: those that say what was stored before stay as they were."""
    raw = {**_by_mark(posted), **_by_mark(stored)}
    return [*(_named(raw.get(_key(one)) or _new_row(one)) for one in entries), *_unreadable(stored)]


def _key(one: Entry) -> tuple[str, str]:
    return one.id, mark(one)


def _by_mark(rows: Sequence[RawRow]) -> dict[tuple[str, str], RawRow]:
    read = ((entry(row), row) for row in rows)
    return {_key(one): row for one, row in read if one is not None}


def _unreadable(rows: Sequence[RawRow]) -> list[RawRow]:
    return [row for row in rows if entry(row) is None]


def _named(row: RawRow) -> RawRow:
    """The id of a row about a library block is that block's, so that comments and comparisons keep their
    place.
    """
    target = row["value"].get("target")
    return {**row, "id": target} if target else row


def _new_row(one: Entry) -> RawRow:
    if isinstance(one, Add):
        content = {"type": one.block.type, "value": one.block.value, "id": one.id}
        return {"type": "add", "value": {"content": [content]}, "id": str(uuid.uuid4())}
    return {"type": "follow", "value": {"target": one.id}, "id": one.id}
