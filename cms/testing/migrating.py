"""A plugin's migrations: whether they are complete, and what they do to the database."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models
from django.db.migrations import Migration
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.test import override_settings

Steps = list[tuple[Migration, ProjectState]]


def loader() -> MigrationLoader:
    """Return the migrations on disk, whatever the settings of the tests say about them."""
    with override_settings(MIGRATION_MODULES={}):
        return MigrationLoader(None, ignore_no_migrations=True)


def missing_migrations(label: str) -> Iterator[str]:
    """Say which applications would get a migration now: with the application ``label``, and without it."""
    found = loader()
    stored, present = found.project_state(), ProjectState.from_apps(apps)
    with_it = MigrationAutodetector(stored, present).changes(graph=found.graph)
    without = MigrationAutodetector(_without(label, stored), _without(label, present)).changes(
        graph=found.graph
    )
    if label in with_it:
        operations = "; ".join(str(one.describe()) for made in with_it[label] for one in made.operations)
        yield f"A migration is missing: {operations}. Run manage.py makemigrations {label}."
    for other in sorted(with_it.keys() ^ without.keys() - {label}):
        yield f"With the plugin, {other} would get other migrations than without it. Leave its models alone."


def steps_of(label: str) -> Steps:
    """Return the migrations of an application in their order, each with the state before it."""
    found = loader()
    state = ProjectState(real_apps=found.unmigrated_apps)
    steps: Steps = []
    seen: set[tuple[str, str]] = set()
    for leaf in found.graph.leaf_nodes(label):
        for node in found.graph.forwards_plan(leaf):
            if node in seen:
                continue
            seen.add(node)
            migration = found.graph.nodes[node]
            if node[0] == label:
                steps.append((migration, state.clone()))
            state = migration.mutate_state(state, preserve=False)
    return steps


def apply(steps: Steps) -> None:
    """Apply the migrations."""
    for migration, before in steps:
        with connection.schema_editor(atomic=migration.atomic) as editor:
            migration.apply(before.clone(), editor)


def take_back(steps: Steps) -> None:
    """Take the migrations back, the last one first."""
    for migration, before in reversed(steps):
        with connection.schema_editor(atomic=migration.atomic) as editor:
            migration.unapply(before.clone(), editor)


def tables_of(label: str) -> set[str]:
    """Return the tables of an application that are there."""
    names = {one._meta.db_table for one in apps.get_app_config(label).get_models(include_auto_created=True)}
    return {
        name
        for name in connection.introspection.table_names()
        if name in names or name.startswith(f"{label}_")
    }


def drop_tables(label: str) -> None:
    """Drop the tables of an application, in whichever way they came about."""
    with connection.schema_editor() as editor:
        for model in _models(label):
            if model._meta.db_table in tables_of(label):
                editor.delete_model(model)


def create_tables(label: str) -> None:
    """Create the tables of an application that are not there."""
    with connection.schema_editor() as editor:
        for model in _models(label):
            if model._meta.db_table not in tables_of(label):
                editor.create_model(model)


def _models(label: str) -> list[type[models.Model]]:
    return [
        one for one in apps.get_app_config(label).get_models() if one._meta.managed and not one._meta.proxy
    ]


def _without(label: str, state: ProjectState) -> ProjectState:
    kept = {key: model for key, model in state.models.items() if key[0] != label}
    return ProjectState(models=kept, real_apps=state.real_apps)
