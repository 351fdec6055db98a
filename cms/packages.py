"""Packages that may hold a plugin or a theme, found without being imported.

Knows no Django: the settings ask before it is set up.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def folder_of(package: str) -> Path | None:
    """Return the folder of a package at the top level, ``None`` if there is no such package."""
    try:
        spec = find_spec(package) if package.isidentifier() else None
    except (ImportError, ValueError):
        return None
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else None
