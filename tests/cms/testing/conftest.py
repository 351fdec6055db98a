"""Plugins that are generated for a test, installed in its process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cms.plugins.registry import Entry, Registry, registry
from cms.testing.entries import installed_in
from cms.testing.two_clinics import PATHS
from tests.cms.testing.plugins_made import Change, make_package


@pytest.fixture
def generate(
    db: Any, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Entry]]:
    """Generate a plugin with these parts, change it, and install it beside the others."""
    before = tuple(one.installed for one in registry.entries)

    def made(name: str, changes: Iterable[Change], parts: str = "block,slot,settings") -> Entry:
        named = [(file.replace("spoilt", name), old, new) for file, old, new in changes]
        places = make_package(name, parts, tmp_path, named)
        monkeypatch.syspath_prepend(str(places.package.parent))
        settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [places.package / "templates"]}]
        alone = Registry()
        alone.fill([installed_in(places.package, name)])
        registry.fill([*before, alone.entries[0].installed])
        return alone.entries[0]

    yield made
    registry.fill(before)


@pytest.fixture
def few_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the kit fewer pages: they will do to notice what is wrong with a generated plugin."""
    monkeypatch.setitem(PATHS, "en", ("/trial/", "/nowhere/"))
    monkeypatch.setitem(PATHS, "da", ())
