"""What a plugin's code says, read without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cms.plugins.registry import Entry

SURFACE = "cms.plugins.api"
OURS = ("cms", "plugins", "themes", "tests")
MANAGERS = frozenset({"objects", "everywhere", "_default_manager", "_base_manager"})
HOOKS = "wagtail.hooks"
NOT_RUN = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True, slots=True)
class Source:
    """A module of a plugin; ``name`` is its path in the plugin's folder."""

    name: str
    tree: ast.Module


def sources(entry: Entry) -> list[Source]:
    """Return the modules of a plugin, without its tests and its migrations."""
    folder = entry.installed.folder
    found = (path.relative_to(folder) for path in sorted(folder.rglob("*.py")))
    wanted = [path for path in found if not {"tests", "migrations"} & set(path.parts)]
    return [Source(path.as_posix(), ast.parse((folder / path).read_text("utf-8"))) for path in wanted]


def imports(source: Source) -> Iterator[tuple[int, str]]:
    """Yield the modules that a source imports, each with its line."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, one.name) for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            if node.module == SURFACE.rpartition(".")[0]:
                yield from ((node.lineno, f"{node.module}.{one.name}") for one in node.names)
            else:
                yield node.lineno, node.module


def is_allowed(module: str, own: str) -> bool:
    """Whether the plugin whose package is ``own`` may import ``module``."""
    if module in (SURFACE, own) or module.startswith(f"{own}."):
        return True
    return module.partition(".")[0] not in OURS


def queries_when_imported(source: Source) -> Iterator[int]:
    """Yield the lines that ask the database as soon as the module is imported."""
    for node in _run_when_imported(source.tree):
        if isinstance(node, ast.Call) and _is_query(node.func):
            yield node.lineno


def hooks(source: Source) -> Iterator[int]:
    """Yield the lines that import Wagtail's hooks."""
    for node in ast.walk(source.tree):
        names = [one.name for one in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        module = node.module if isinstance(node, ast.ImportFrom) else ""
        if module == HOOKS or HOOKS in names or (module == "wagtail" and "hooks" in names):
            yield node.lineno  # type: ignore[attr-defined]  # what has names is a statement


def middleware(source: Source) -> Iterator[int]:
    """Yield the lines that define something that takes ``get_response``, which is what a middleware does."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef) and any(one.arg == "get_response" for one in node.args.args):
            yield node.lineno


def changed_settings(source: Source) -> Iterator[int]:
    """Yield the lines that change a setting of the installation."""
    for node in ast.walk(source.tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(_is_setting(one) for one in targets):
            yield node.lineno  # type: ignore[attr-defined]  # what has a target is a statement


def _run_when_imported(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, NOT_RUN):
            yield from _run_when_imported(child)
            continue
        # The body waits for a call, defaults and decorators do not.
        for part in (*child.args.defaults, *child.args.kw_defaults, *getattr(child, "decorator_list", ())):
            if part is not None:
                yield part
                yield from _run_when_imported(part)


def _is_query(function: ast.expr) -> bool:
    names = set()
    while isinstance(function, ast.Attribute | ast.Call):
        if isinstance(function, ast.Attribute):
            names.add(function.attr)
            function = function.value
        else:
            function = function.func
    return bool(names & MANAGERS) or ("cursor" in names and getattr(function, "id", "") == "connection")


def _is_setting(target: ast.expr | None) -> bool:
    return (
        isinstance(target, ast.Attribute)
        and target.attr.isupper()
        and getattr(target.value, "id", "") == "settings"
    )


def folder_names(folder: Path) -> set[str]:
    """Return what lies in a folder, nothing if it is not there."""
    return {one.name for one in folder.iterdir()} if folder.is_dir() else set()
