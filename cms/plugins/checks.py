"""System checks: every plugin is loaded, keeps to the ways in that there are, and to its own names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core import checks
from django.core.management import find_commands
from django.db import models
from wagtail.models import Page

from cms.clinics.queries import scope_path
from cms.conf import options
from cms.plugins.clinic_command import PluginCommand
from cms.plugins.importing import import_part
from cms.plugins.pages import PluginPage
from cms.plugins.registry import Entry, registry
from cms.plugins.source import sources
from cms.plugins.ways_round import WayRound, ways_round

INSTEAD = "Register on the plugin's Plugin object instead."
# Modules that Django and Wagtail take up by their name, or by a line in the settings.
WAYS_ROUND = {
    "wagtail_hooks": "meridian.E402",
    "middleware": "meridian.E403",
}


def connect() -> None:
    """Register the checks; called when the app is ready."""
    checks.register(check_plugins)


def check_plugins(**kwargs: Any) -> list[checks.CheckMessage]:
    """Return what is wrong with the installed plugins; the README says what each id means."""
    every = (_ways_round, _names_of_files, _application, _models, _commands)
    left_out = options.PLUGINS_DISABLED
    return [
        *(message for entry in registry.entries for message in _loading(entry)),
        *(
            message
            for entry in registry.entries
            if entry.name not in left_out
            for check in every
            for message in check(entry)
        ),
    ]


def _loading(entry: Entry) -> Iterator[checks.CheckMessage]:
    if entry.plugin is None:
        yield checks.Warning(
            f"The plugin “{entry.name}” is not loaded. {entry.problem}",
            hint="The sites run without it, and what it stored is kept.",
            id="meridian.W401",
        )


def _ways_round(entry: Entry) -> Iterator[checks.CheckMessage]:
    folder = entry.installed.folder
    for name, number in WAYS_ROUND.items():
        is_there = (folder / f"{name}.py").exists() or (folder / name / "__init__.py").exists()
        if is_there or (name == "middleware" and _is_middleware(entry)):
            words = (
                f"The plugin “{entry.name}” has {name.replace('_', ' ')}, which no clinic could switch off."
            )
            yield checks.Error(words, hint=INSTEAD, id=number)
    for source in sources(folder):
        # Of these modules everything has been said.
        if Path(source.name).parts[0].removesuffix(".py") not in WAYS_ROUND:
            yield from (_way_round(entry, one) for one in ways_round(source, entry.installed.module))


def _way_round(entry: Entry, found: WayRound) -> checks.CheckMessage:
    where = f"{found.source}, line {found.line}"
    words = f"The plugin “{entry.name}” {found.does} in {where}, which no clinic could switch off."
    return checks.Error(words, hint=INSTEAD, id=found.number)


def _is_middleware(entry: Entry) -> bool:
    return any(one.startswith(f"{entry.installed.module}.") for one in settings.MIDDLEWARE)


def _names_of_files(entry: Entry) -> Iterator[checks.CheckMessage]:
    """The files of all applications share one tree, in which one may take the place of another's."""
    for kind, number in (("templates", "meridian.E404"), ("static", "meridian.E405")):
        stray = _strays(entry.installed.folder / kind, entry.name)
        if stray:
            yield checks.Error(
                f"The plugin “{entry.name}” has {kind} outside of {kind}/{entry.name}/: {', '.join(stray)}.",
                hint="There they would take the place of those of the system or of another plugin.",
                id=number,
            )


def _strays(folder: Path, name: str) -> list[str]:
    found = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    return [path.as_posix() for path in found if path.parts[0] != name]


def _application(entry: Entry) -> Iterator[checks.CheckMessage]:
    config = _config(entry)
    if config is not None and config.label != entry.name:
        yield checks.Error(
            f"The application of the plugin “{entry.name}” has the label “{config.label}”.",
            hint=f'Give it an AppConfig with label = "{entry.name}": what it stores is known by that.',
            id="meridian.E406",
        )


def _models(entry: Entry) -> Iterator[checks.CheckMessage]:
    config = _config(entry)
    for model in config.get_models() if config else ():
        if not _has_scope(model):
            yield checks.Error(
                f"{model._meta.label} of the plugin “{entry.name}” belongs to no clinic.",
                hint="Give it a key to clinics.Clinic and a ScopedManager, or derive a page from PluginPage.",
                obj=model,
                id="meridian.E407",
            )
        if not model._meta.db_table.startswith(f"{entry.name}_"):
            yield checks.Error(
                f"The table {model._meta.db_table} of the plugin “{entry.name}” is not called after it.",
                hint=f"Let its name begin with {entry.name}_.",
                obj=model,
                id="meridian.E408",
            )


def _commands(entry: Entry) -> Iterator[checks.CheckMessage]:
    """Django finds them by the name of their file, and asks nobody whether they may run."""
    for name in find_commands(str(entry.installed.folder / "management")):
        if not name.startswith(f"{entry.name}_"):
            yield checks.Error(
                f"The command {name} of the plugin “{entry.name}” is not called after it.",
                hint=f"Call it {entry.name}_<verb>; else it may take the place of one of the system.",
                id="meridian.E409",
            )
        # Those of a plugin that is not loaded may fail as it did.
        if entry.plugin is not None and (problem := _problem_of_command(entry, name)):
            yield checks.Error(
                f"The command {name} of the plugin “{entry.name}” cannot be used. {problem}",
                hint="Derive Command from PluginCommand, which asks whether the clinic has the plugin on.",
                id="meridian.E410",
            )


def _problem_of_command(entry: Entry, name: str) -> str:
    imported = import_part(f"{entry.installed.module}.management.commands.{name}", entry.name)
    if imported.module is None:
        return imported.problem
    command = getattr(imported.module, "Command", None)
    if not (isinstance(command, type) and issubclass(command, PluginCommand)):
        return "Its Command is no PluginCommand."
    if command.handle is not PluginCommand.handle:
        return "It overrides handle, and so asks nobody; override handle_clinic."
    return "" if command.plugin == entry.name else f"It says that its plugin is “{command.plugin}”."


def _has_scope(model: type[models.Model], seen: frozenset[type[models.Model]] = frozenset()) -> bool:
    """Whether objects of a model belong to a clinic: by a key, as a page, or as a part of such a one."""
    if issubclass(model, Page):
        return issubclass(model, PluginPage)
    if scope_path(model) is not None:
        return True
    owners = {
        field.remote_field.model
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
    }
    return any(_has_scope(one, seen | {model}) for one in owners - seen if isinstance(one, type))


def _config(entry: Entry) -> AppConfig | None:
    return next((one for one in apps.get_app_configs() if one.name == entry.installed.module), None)
