"""Tables that a plugin left behind when its code went: nobody's models know them any more."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from cms.plugins.registry import registry


def tables_of_nobody() -> list[str]:
    """Return the tables that no installed application knows."""
    introspection = connection.introspection
    known = {
        *introspection.django_table_names(include_views=True),
        MigrationRecorder.Migration._meta.db_table,
    }
    return sorted(set(introspection.table_names()) - known)


def tables_left_by(plugin: str, tables: Iterable[str] | None = None) -> list[str]:
    """Return the tables of nobody whose names begin with that of a plugin, and with no longer one."""
    longer = tuple(f"{name}_" for name in _names() if name.startswith(f"{plugin}_"))
    found = tables_of_nobody() if tables is None else tables
    return [name for name in found if name.startswith(f"{plugin}_") and not name.startswith(longer)]


def rows_in(tables: Iterable[str]) -> dict[str, int]:
    """Return how many rows each of these tables has."""
    counted = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- quoted
            counted[table] = cursor.fetchone()[0]
    return counted


def empty(tables: Iterable[str]) -> None:
    """Delete every row of these tables. Keys between them are checked when the transaction ends."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- quoted


def _names() -> set[str]:
    """Return every name that the tables of an application, installed or gone, may begin with."""
    return {
        *(config.label for config in apps.get_app_configs()),
        *(entry.name for entry in registry.entries),
        *ContentType.objects.values_list("app_label", flat=True).distinct(),
        *(app for app, _name in MigrationRecorder(connection).applied_migrations()),
    }
