"""What a fixture puts into the database, kept as rows, so that each worker builds it only once.

Opening a clinic and publishing its pages takes half a second, writing their rows some milliseconds.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

Answer = TypeVar("Answer", bound=Hashable)
Rows = list[tuple[object, ...]]

_kept: dict[str, tuple[dict[str, Rows], object]] = {}


def build_once(name: str, build: Callable[[], Answer]) -> Answer:
    """Bring the database to where ``build`` brings it, and return what ``build`` returned: keys, no objects.

    The first call in a process runs ``build``; later ones write its rows. Whatever else stands in the tables
    that ``build`` changed is replaced, so a fixture built on another one depends on nothing but that one.
    """
    if name not in _kept:
        before = _read()
        answer = build()
        changed = {table: rows for table, rows in _read().items() if rows != before[table]}
        _kept[name] = changed, answer
        return answer
    tables, kept = _kept[name]
    _write(tables)
    return kept  # type: ignore[return-value]  # what this very build returned


def count_on(models: Iterable[type[Model]]) -> None:
    """Let new rows of ``models`` be counted on from those that were written with their numbers."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)


def _read() -> dict[str, Rows]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    # Triggers keep SQLite's index for full-text search.
    tables = sorted(name for name in names if not name.endswith("_fts"))
    found: dict[str, Rows] = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- Django's own names
            found[table] = cursor.fetchall()
    return found


def _write(tables: dict[str, Rows]) -> None:
    """Replace the rows of ``tables``; keys to other tables are checked only when a transaction ends."""
    with connection.cursor() as cursor:
        for table, rows in tables.items():
            name = connection.ops.quote_name(table)
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 -- Django's own names
            if rows:
                places = ", ".join(["%s"] * len(rows[0]))
                insert = f"INSERT INTO {name} VALUES ({places})"  # noqa: S608 -- Django's own names
                cursor.executemany(insert, [_written(row) for row in rows])


def _written(row: tuple[Any, ...]) -> list[Any]:
    """Return a row as it can be written: SQLite gives times and takes none."""
    return [str(value) if isinstance(value, datetime.time) else value for value in row]
