"""Names that no plugin can have, because a part of the system has them.

The settings ask for them before Django is set up, so nothing is imported: the label of an application is read
from its ``apps.py``, as Django would take it from there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# What stands under /-/ on every clinic's site.
TAKEN_ADDRESSES = frozenset({"theme", "password", "search"})


def names_taken_by(applications: Iterable[str]) -> frozenset[str]:
    """Return what no plugin can be called beside ``applications``, modules as in ``INSTALLED_APPS``."""
    return TAKEN_ADDRESSES | {label_of(module, _folder_of(module)) for module in applications}


def label_of(module: str, folder: Path) -> str:
    """Return the label of the application in ``folder`` whose package is ``module``."""
    config = _config_in(folder / "apps.py")
    return str(config.get("label") or config.get("name", module).rpartition(".")[2])


def _folder_of(module: str) -> Path:
    package, *rest = module.split(".")
    spec = find_spec(package)
    places = (spec.submodule_search_locations if spec else None) or [""]
    return Path(places[0], *rest)


def _config_in(file: Path) -> Mapping[str, Any]:
    """Return what the one configuration that Django would choose sets; nothing if there is none."""
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, ValueError, SyntaxError):
        return {}
    every = [_constants(node) for node in tree.body if isinstance(node, ast.ClassDef)]
    offered = [one for one in every if "name" in one and one.get("default", True)]
    chosen = offered if len(offered) == 1 else [one for one in offered if one.get("default")]
    return chosen[0] if len(chosen) == 1 else {}


def _constants(node: ast.ClassDef) -> dict[str, Any]:
    return {
        target.id: statement.value.value
        for statement in node.body
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }
