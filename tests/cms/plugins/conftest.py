"""Plugins on disk for the tests, and the host with just these."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings

from cms.clinics.models import Clinic
from cms.plugins.actions import allow, configure, switch_on
from cms.plugins.declaration import Plugin
from cms.plugins.discovery import Installed, installed_plugins
from cms.plugins.manifest import Manifest, read_manifest
from cms.plugins.registry import Registry, registry
from tests.cms.plugins.leaflet_pages import admin, leaflet_pages, plain_pages, waiting
from tests.cms.plugins.leaflets import Leaflets

__all__ = ["admin", "leaflet_pages", "plain_pages", "waiting"]

TESTS = Path(__file__).parents[2]

MANIFEST = {
    "name": "sample",
    "title": "Sample",
    "version": "1.2",
    "api": 1,
    "description": "A sample.",
    "licence": "BSD-3-Clause",
}


def toml(values: dict[str, Any], more: str = "") -> str:
    """Return values as TOML; ``more`` follows them."""
    lines = [f"{key} = {value!r}".replace("'", '"') for key, value in values.items()]
    return "\n".join([*lines, more])


@pytest.fixture
def write_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Write a plugin into a folder of its own, from where it can be imported; returns all plugins' folder."""
    plugins = tmp_path / f"plugins_{tmp_path.name}"
    monkeypatch.syspath_prepend(str(tmp_path))

    def write(name: str, code: str | None = None, manifest: str | None = None, **values: Any) -> Path:
        folder = plugins / name
        folder.mkdir(parents=True)
        (folder / "__init__.py").touch()
        (folder / "plugin.toml").write_text(manifest or toml(MANIFEST | {"name": name} | values), "utf-8")
        declared = f'from cms.plugins.api import Plugin\nplugin = Plugin("{name}")\n'
        (folder / "plugin.py").write_text(declared if code is None else code, "utf-8")
        return plugins

    return write


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    """The process's registry; afterwards it holds what it held before."""
    before = tuple(entry.installed for entry in registry.entries)
    yield registry
    registry.fill(before)


@pytest.fixture
def rogue(host: Registry, network: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Load the rogue plugins, allow one and switch it on in New York."""
    monkeypatch.syspath_prepend(str(TESTS))
    host.fill(installed_plugins(TESTS / "rogue", lambda: (), taken=settings.NAMES_TAKEN))

    def start(name: str) -> None:
        allow(name, user=None)
        switch_on(network.newyork, name, user=None)

    return start


@pytest.fixture
def start(write_plugin: Callable[..., Path], host: Registry, network: Any) -> Callable[..., None]:
    """Write a plugin, load it with those that were written before, and switch it on in New York.

    ``more`` is TOML that follows the manifest.
    """

    def write_and_start(name: str, code: str, more: str = "") -> None:
        declared = f"from cms.plugins.api import *\nplugin = Plugin({name!r})\n{code}"
        folder = write_plugin(name, declared, toml(MANIFEST | {"name": name}, more))
        host.fill(installed_plugins(folder, lambda: ()))
        assert host.loaded.keys() >= {name}, host.entries
        allow(name, user=None)
        switch_on(network.newyork, name, user=None)

    return write_and_start


@pytest.fixture
def case_book(host: Registry, network: Any) -> Any:
    """The plugin of the tests with models, pages and personal data: loaded, allowed, on in New York."""
    host.fill([*(entry.installed for entry in host.entries), case_book_on_disk()])
    allow("case_book", user=None)
    switch_on(network.newyork, "case_book", user=None)
    return network


def case_book_on_disk() -> Installed:
    folder = TESTS / "plugins_for_tests" / "case_book"
    manifest = read_manifest(folder / "plugin.toml")
    return Installed(folder.name, f"tests.plugins_for_tests.{folder.name}", folder, manifest)


@pytest.fixture
def make_plugin(host: Registry, network: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Plugin]:
    """Load a plugin that ``register`` gives its functions; it is allowed, and on in ``clinics``.

    ``manifest`` are values of its manifest.
    """

    def make(name: str, register: Callable[[Plugin], Any], *clinics: Clinic, **manifest: Any) -> Plugin:
        plugin, module = Plugin(name), ModuleType(f"{name}.plugin")
        register(plugin)
        monkeypatch.setattr(module, "plugin", plugin, raising=False)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
        said = Manifest(**{**MANIFEST, "name": name, "title": name.capitalize(), **manifest})
        host.fill([*(entry.installed for entry in host.entries), Installed(name, name, Path(name), said)])
        allow(name, user=None)
        for clinic in clinics:
            switch_on(clinic, name, user=None)
        return plugin

    return make


@pytest.fixture
def booking(network: Any) -> Any:
    """New York with a booking link."""
    allow("booking_link", user=None)
    configure(network.newyork, "booking_link", {"link": "https://book.example.com/ny"}, user=None)
    switch_on(network.newyork, "booking_link", user=None)
    return network


@pytest.fixture
def leaflets(write_plugin: Callable[..., Path], host: Registry, network: Any) -> Leaflets:
    """The plugin with a block: loaded, and on in New York."""
    made = Leaflets(write_plugin, host)
    made.on(network.newyork)
    return made
