"""Plugins that are generated for a test, and then spoilt in one way."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cms.plugins.scaffold.starting import Places, start_plugin

Change = tuple[str, str, str]
"""A file of the package, what to replace in it, and by what; with nothing to replace it is added."""


def make_package(name: str, parts: str, to: Path, changes: Iterable[Change] = ()) -> Places:
    """Generate a plugin as a package of its own, spoil it, and let Python know it as installed."""
    places = start_plugin(name, parts.split(","), to=to)
    for file, old, new in changes:
        spoil(places.package / file, old, new)
    project = places.package.parent
    about = project / f"meridian_{name}-0.1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: meridian-{name}\nVersion: 0.1.0\n", "utf-8"
    )
    (about / "entry_points.txt").write_text(f"[meridian.plugins]\n{name} = {name}\n", "utf-8")
    return places


def spoil(file: Path, old: str, new: str) -> None:
    """Replace ``old`` by ``new`` in a file; it must be there."""
    text = file.read_text("utf-8") if file.exists() else ""
    if old not in text:
        raise LookupError(f"{file} does not hold {old!r}.")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text.replace(old, new, 1) if old else text + new, "utf-8")
