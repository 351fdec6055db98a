"""Points 1, 2, 3 and 20: what the plugin says of itself, and what its code may do."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import entry_points

from cms.plugins.discovery import GROUP
from cms.plugins.registry import Entry
from cms.plugins.source import sources
from cms.plugins.ways_round import ways_round
from cms.testing.code import folder_names, imports, is_allowed, queries_when_imported
from cms.testing.points import demand_nothing


def test_01_manifest_is_valid(entry: Entry) -> None:
    """``plugin.toml`` is complete, the plugin can be loaded, and its version is that of its package.

    What is wrong is what `manage.py plugins check` says. A package has its version in ``pyproject.toml`` too.
    """
    demand_nothing(_manifest_problems(entry))


def test_02_imports_only_the_surface(entry: Entry) -> None:
    """Of Meridian the plugin imports ``cms.plugins.api`` and nothing else; everything else may change.

    Import from ``cms.plugins.api``. What is missing there is a wish for the surface, not a reason to reach
    past it.
    """
    own = entry.installed.module
    demand_nothing(
        f"{source.name}, line {line}: it imports {module}. Of Meridian a plugin imports cms.plugins.api only."
        for source in sources(entry.installed.folder)
        for line, module in imports(source)
        if not is_allowed(module, own)
    )


def test_03_code_runs_only_where_it_is_called(entry: Entry) -> None:
    """No Wagtail hooks, snippets or signals, no middleware, no changed settings, no query at import.

    All of these work for every clinic, whether it has the plugin on or not. Register on the ``Plugin`` object
    instead, and ask the database inside functions.
    """
    demand_nothing(_code_problems(entry))


def test_20_templates_and_static_files_carry_its_name(entry: Entry) -> None:
    """Templates are in ``templates/<plugin>/``, static files in ``static/<plugin>/``, tags in ``<plugin>…``.

    Elsewhere they would take the place of somebody else's.
    """
    demand_nothing(_stray_files(entry))


def _manifest_problems(entry: Entry) -> Iterator[str]:
    if entry.problem:
        yield f"It is not loaded. {entry.problem}"
    manifest = entry.installed.manifest
    for found in entry_points(group=GROUP, name=entry.name):
        version = found.dist.version if found.dist else None
        if manifest and found.value == entry.installed.module and manifest.version != version:
            yield f"plugin.toml says version {manifest.version}, its package says {version}."


def _code_problems(entry: Entry) -> Iterator[str]:
    if (entry.installed.folder / "wagtail_hooks.py").exists():
        yield "There is a wagtail_hooks.py, which no clinic could switch off. Register on the Plugin object."
    for source in sources(entry.installed.folder):
        for line in queries_when_imported(source):
            yield f"{source.name}, line {line}: it asks the database at import. Do so in a function."
        yield from map(str, ways_round(source, entry.installed.module))


def _stray_files(entry: Entry) -> Iterator[str]:
    folder, name = entry.installed.folder, entry.name
    for kind in ("templates", "static"):
        for stray in sorted(folder_names(folder / kind) - {name}):
            yield f"{kind}/{stray} must be in {kind}/{name}/."
    for tag in sorted(folder_names(folder / "templatetags")):
        if tag.endswith(".py") and tag != "__init__.py" and not tag.startswith(name):
            yield f"templatetags/{tag} must be called {name}.py or {name}_….py: all tags share a list."
