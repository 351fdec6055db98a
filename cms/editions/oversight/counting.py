"""The look at all decisions of the network: grouped counts, made by the database.

For most decisions the library's live page in the edition's own language is all there is to compare with, and
the database compares every one of them with just that. Where more can matter (a hold, a ring that is passed
over, a corrected part, a missing translation) a second query tells these apart again, split by everything
that matters: ``state_of`` decides about them in Python, and they move from the one state to the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from cms.editions.oversight.models import Decision
from cms.editions.oversight.shelf import Shelf
from cms.editions.oversight.standing import state_of
from cms.editions.oversight.values import Scope, State

KEY = Decision._meta.get_field("library_key")

CLASSES = "classes (clinic_id, class) AS (VALUES {values})"
TEXTS = """texts AS (
    SELECT page.id, page.translation_key, locale.language_code
    FROM library_librarypage AS library
    JOIN wagtailcore_page AS page ON page.id = library.page_ptr_id
    JOIN wagtailcore_locale AS locale ON locale.id = page.locale_id
    WHERE page.live
)"""
CORRECTED = """corrected AS (
    SELECT DISTINCT correction.library_key, part.target
    FROM library_correctedpart AS part
    JOIN library_correction AS correction ON correction.id = part.correction_id
)"""
COMPARED = """
    CASE
        WHEN text.id IS NULL THEN 'nothing'
        WHEN decision.kind = 'add' THEN CASE WHEN part.id IS NULL THEN 'own' ELSE 'ignored' END
        WHEN part.id IS NULL THEN CASE WHEN decision.kind = 'hide' THEN 'gone' ELSE 'orphaned' END
        WHEN part.policy NOT IN ('open', 'review') THEN 'ignored'
        WHEN part.policy = 'review' AND decision.kind = 'replace' AND NOT decision.is_signed_off
            THEN 'ignored'
        WHEN decision.base_digest = '' THEN 'unknown'
        WHEN decision.base_digest = part.digest THEN 'fresh'
        ELSE 'stale'
    END"""
LOOKED_AT = """looked_at AS (
    SELECT decision.*, {more} {compared} AS state
    FROM {decisions}
    JOIN classes ON classes.clinic_id = decision.clinic_id
    LEFT JOIN texts AS text
        ON text.translation_key = decision.library_key AND text.language_code = decision.language
    LEFT JOIN library_librarypart AS part ON part.page_id = text.id AND part.target = decision.target
    WHERE {where}
)"""
COUNT = """
WITH {classes}, {texts}, {looked_at}
SELECT library_key, kind, state, {target}COUNT(*)
FROM looked_at
GROUP BY library_key, kind, state{by_target}
"""
APART = """apart AS (
    SELECT decision.* FROM editions_decision AS decision
    JOIN editions_hold AS hold ON hold.edition_id = decision.edition_id
    WHERE hold.release_id IS NOT NULL AND {where}
    UNION
    SELECT decision.* FROM editions_decision AS decision
    JOIN corrected
        ON corrected.library_key = decision.library_key AND corrected.target = decision.target
    WHERE {where}
    UNION
    SELECT decision.* FROM editions_decision AS decision WHERE {among} AND {where}
)"""
SPLIT = """
WITH {classes}, {texts}, {corrected}, {apart}, {looked_at}
SELECT library_key, kind, state, target, language, base_digest, base_correction, is_signed_off, release_id,
    class, COUNT(*)
FROM looked_at
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
"""
HELD = """
WITH {classes}
SELECT follower.library_key, follower.language, hold.release_id, classes.class, COUNT(*)
FROM editions_follower AS follower
JOIN classes ON classes.clinic_id = follower.clinic_id
LEFT JOIN editions_hold AS hold ON hold.edition_id = follower.edition_id
WHERE {where} AND (hold.release_id IS NOT NULL OR {among})
GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Decisions that are alike: how many there are, and their state. ``target`` may be left out.

    A negative ``number`` takes back decisions that another group counted in this state.
    """

    key: UUID
    kind: str
    target: str
    state: State
    number: int


@dataclass(frozen=True, slots=True)
class Count:
    """``decisions`` by page, kind and state, and how many editions rest on an earlier release, by page."""

    decisions: list[Group]
    held: dict[UUID, int]


def count(shelf: Shelf, scope: Scope, *, by_target: bool) -> Count:
    """Count the decisions and the held editions in ``scope``; the decisions by part too if ``by_target``.

    Three queries for the counts, and at most three for what the split ones are compared with.
    """
    if not shelf.classes:
        return Count([], {})
    found = [
        Group(key, kind, target[0] if target else "", State(state), number)
        for key, kind, state, *target, number in _compared(shelf, scope, by_target=by_target)
    ]
    untold = {group.key for group in found if group.state is State.NOTHING}
    split = list(_split(shelf, scope, _passed(shelf) | untold))
    held = list(_held(shelf, scope))
    releases = {release for *_, release, _class, _number in (*split, *held) if release}
    shelf.prepare({row[0] for row in (*split, *held)}, releases)
    for key, kind, state, target, *what, number in split:
        told = target if by_target else ""
        found.append(Group(key, kind, told, State(state), -number))
        found.append(Group(key, kind, told, _state(shelf, key, kind, target, *what), number))
    return Count(found, _count_held(shelf, held))


def _count_held(shelf: Shelf, rows: Iterable[tuple[Any, ...]]) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for key, language, release, clinic_class, number in rows:
        library = shelf.library(key, language, clinic_class, release)
        if library is not None and library.is_held:
            found[key] = found.get(key, 0) + number
    return found


def _held(shelf: Shelf, scope: Scope) -> Iterator[tuple[Any, ...]]:
    where, parameters = _where("follower", scope)
    among, keys = _among("follower", _passed(shelf))
    return _answers(HELD.format(classes=_classes(shelf), where=where, among=among), [*parameters, *keys])


def _compared(shelf: Shelf, scope: Scope, *, by_target: bool) -> Iterator[tuple[Any, ...]]:
    where, parameters = _where("decision", scope)
    looked_at = LOOKED_AT.format(
        more="", compared=COMPARED, decisions="editions_decision AS decision", where=where
    )
    query = COUNT.format(
        classes=_classes(shelf),
        texts=TEXTS,
        looked_at=looked_at,
        target="target, " if by_target else "",
        by_target=", target" if by_target else "",
    )
    return _answers(query, parameters)


def _split(shelf: Shelf, scope: Scope, keys: Collection[UUID]) -> Iterator[tuple[Any, ...]]:
    where, parameters = _where("decision", scope)
    among, stored = _among("decision", keys)
    looked_at = LOOKED_AT.format(
        more="hold.release_id, classes.class,",
        compared=COMPARED,
        decisions=(
            "apart AS decision LEFT JOIN editions_hold AS hold ON hold.edition_id = decision.edition_id"
        ),
        where="1 = 1",
    )
    query = SPLIT.format(
        classes=_classes(shelf),
        texts=TEXTS,
        corrected=CORRECTED,
        apart=APART.format(where=where, among=among),
        looked_at=looked_at,
    )
    return _answers(query, [*parameters, *parameters, *stored, *parameters])


def _state(
    shelf: Shelf,
    key: UUID,
    kind: str,
    target: str,
    language: str,
    base_digest: str,
    base_correction: int,
    is_signed_off: bool,
    release: int | None,
    clinic_class: int,
) -> State:
    library = shelf.library(key, language, clinic_class, release)
    return state_of(library, kind, target, base_digest, base_correction, bool(is_signed_off))


def _answers(query: str, parameters: list[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query whose first column is a library key."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        for key, *rest in cursor.fetchall():
            yield (KEY.to_python(key), *rest)


def _classes(shelf: Shelf) -> str:
    """Return the classes of all clinics for the query: numbers only, which need no quoting."""
    pairs = ", ".join(f"({int(clinic)}, {int(number)})" for clinic, number in shelf.class_of.items())
    return CLASSES.format(values=pairs)


def _passed(shelf: Shelf) -> set[UUID]:
    """Return the keys of pages whose live release some ring does not show."""
    return {text.key for texts in shelf.texts.values() for text in texts if text.page_id in shelf.passed_over}


def _among(table: str, keys: Collection[UUID]) -> tuple[str, list[Any]]:
    """Return the condition that a row is about one of these library pages, and its parameters."""
    if not keys:
        return "1 = 0", []
    return f"{table}.library_key IN ({_marks(keys)})", [_stored(key) for key in keys]


def _where(table: str, scope: Scope) -> tuple[str, list[Any]]:
    wanted = {
        "language": scope.language or None,
        "clinic_id": scope.clinic,
        "library_key": _stored(scope.key) if scope.key else None,
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    return " AND ".join(["1 = 1", *(f"{table}.{name} = %s" for name in given)]), list(given.values())


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _stored(key: UUID) -> Any:
    return KEY.get_db_prep_value(key, connection)
