"""Points 4, 5 and 6: the tables of the plugin."""

from __future__ import annotations

from collections.abc import Iterator

from wagtail.models import Page

from cms.clinics.checks import unscoped_models
from cms.clinics.queries import scope_path
from cms.plugins.pages import PluginPage
from cms.plugins.registry import Entry
from cms.testing.migrating import (
    apply,
    create_tables,
    drop_tables,
    missing_migrations,
    steps_of,
    tables_of,
    take_back,
)
from cms.testing.points import concerns, demand_nothing
from cms.testing.rows import app_of, models_of


@concerns(models_of)
def test_04_migrations_are_complete(entry: Entry) -> None:
    """The migrations say what the models say, and no other application's migrations depend on the plugin.

    Run `manage.py makemigrations`, and give the migration to whoever installs the plugin.
    """
    demand_nothing(missing_migrations(entry.name))


@concerns(models_of)
def test_05_migrations_go_forward_and_back(entry: Entry, outside_transactions: None) -> None:
    """The migrations make the tables, and taken back they leave none: so the plugin can go without a trace.

    Give every ``RunPython`` and ``RunSQL`` its way back, ``RunPython.noop`` if there is nothing to do.
    """
    demand_nothing(_migration_problems(entry.name))


@concerns(models_of)
def test_06_models_belong_to_a_clinic(entry: Entry) -> None:
    """Every model has a key to its clinic and a manager that demands one; its table bears the plugin's name.

    Declare ``clinic = models.ForeignKey("clinics.Clinic", …)``, ``everywhere = models.Manager()`` and
    ``objects = ScopedManager()``; a model below another one says ``ScopedManager("parent__clinic")``. Pages
    derive from ``PluginPage``.
    """
    demand_nothing(_scope_problems(entry))


def _migration_problems(label: str) -> Iterator[str]:
    before = tables_of(label)
    drop_tables(label)
    try:
        steps = steps_of(label)
        apply(steps)
        if missing := sorted(before - tables_of(label)):
            yield f"The migrations do not make {', '.join(missing)}."
        take_back(steps)
        if left := sorted(tables_of(label)):
            yield f"Taken back, the migrations leave {', '.join(left)} behind."
    except Exception as error:  # whatever a migration may do wrong, its author is to read it
        yield f"The migrations do not go forward and back. {type(error).__name__}: {error}"
    finally:
        drop_tables(label)
        create_tables(label)


def _scope_problems(entry: Entry) -> Iterator[str]:
    app = app_of(entry)
    for model in models_of(entry):
        if issubclass(model, Page):
            if not issubclass(model, PluginPage):
                yield f"The page type {model.__name__} must derive from PluginPage."
        elif scope_path(model) is None:
            yield f"{model.__name__} belongs to no clinic. Give it a key to one and a ScopedManager."
        if app and not model._meta.db_table.startswith(f"{app.label}_"):
            yield f"The table {model._meta.db_table} must begin with {app.label}_."
    yield from (f"{one.msg} {one.hint}" for one in unscoped_models(models_of(entry)))
