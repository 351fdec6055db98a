"""Whether a text is left anywhere in the database."""

from __future__ import annotations

from django.db import connection


def traces_of(text: str) -> list[str]:
    """Return the tables in which a text is found, in any column."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith("sqlite_") or "_fts" in table:
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            if any(text.casefold() in str(value).casefold() for row in cursor.fetchall() for value in row):
                found.append(table)
    return sorted(found)
