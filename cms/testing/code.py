"""What a plugin's code says, read without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from cms.plugins.source import Source

SURFACE = "cms.plugins.api"
OURS = ("cms", "plugins", "themes", "tests")
MANAGERS = frozenset({"objects", "everywhere", "_default_manager", "_base_manager"})
NOT_RUN = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


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


def folder_names(folder: Path) -> set[str]:
    """Return what lies in a folder, nothing if it is not there."""
    return {one.name for one in folder.iterdir()} if folder.is_dir() else set()
