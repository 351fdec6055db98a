"""A plugin's code, read without running it: its modules, and which names it uses of others."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

NOT_RUN_BY_THE_HOST = frozenset({"tests", "migrations"})


@dataclass(frozen=True, slots=True)
class Source:
    """A module of a plugin; ``name`` is its path in the plugin's folder."""

    name: str
    tree: ast.Module


def sources(folder: Path) -> Iterator[Source]:
    """Yield the modules in the folder of a plugin, without its tests and its migrations.

    What is no Python is left out; whoever imports it says so.
    """
    for path in sorted(folder.rglob("*.py")):
        relative = path.relative_to(folder)
        if not NOT_RUN_BY_THE_HOST & set(relative.parts):
            with suppress(OSError, SyntaxError, ValueError):
                yield Source(relative.as_posix(), ast.parse(path.read_bytes()))


def names_used(source: Source) -> Iterator[tuple[int, str]]:
    """Yield each name of another module that a source imports or reaches, in full, with its line.

    ``from wagtail import hooks as h`` gives ``wagtail.hooks``, and ``h.register`` after it
    ``wagtail.hooks.register``; a star stands for whatever a module has.
    """
    known: dict[str, str] = {}
    for line, name, local, stands_for in _imports(source.tree):
        known[local] = stands_for
        yield line, name
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute):
            path = _path(node)
            root, _, rest = path.partition(".")
            if root in known:
                yield node.lineno, f"{known[root]}.{rest}"


def _imports(tree: ast.Module) -> Iterator[tuple[int, str, str, str]]:
    """Yield the line of each import, what is imported, the local name for it, and what that stands for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                top = one.name.partition(".")[0]
                yield node.lineno, one.name, one.asname or top, one.name if one.asname else top
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for one in node.names:
                name = f"{node.module}.{one.name}"
                yield node.lineno, name, one.asname or one.name, name


def _path(node: ast.expr) -> str:
    """Return a name with its attributes, as it is written; empty for what begins with something else."""
    if isinstance(node, ast.Name):
        return node.id
    path = _path(node.value) if isinstance(node, ast.Attribute) else ""
    return f"{path}.{node.attr}" if path and isinstance(node, ast.Attribute) else ""
