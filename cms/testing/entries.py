"""The plugins that the kit can be asked for: those that are installed, and those in a folder of the tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from cms.plugins.discovery import MANIFEST, Installed
from cms.plugins.manifest import ManifestError, read_manifest
from cms.plugins.registry import Entry, Registry, registry


class UnknownPluginError(LookupError):
    """The kit was asked for a plugin that is not installed."""


def entry_of(plugin: str | Path) -> Entry:
    """Return an installed plugin by its name, or the one in a folder of this project.

    One that cannot be loaded has no ``plugin`` and says why. Raises ``UnknownPluginError``.
    """
    if isinstance(plugin, Path):
        return _in_folder(plugin)
    found = next((one for one in registry.entries if one.name == plugin), None)
    if found is None:
        known = ", ".join(sorted(one.name for one in registry.entries))
        raise UnknownPluginError(f"There is no plugin “{plugin}”. Those that are installed: {known}.")
    return found


@cache
def _in_folder(folder: Path) -> Entry:
    alone = Registry()
    alone.fill([installed_in(folder, ".".join(folder.relative_to(settings.PROJECT).parts))])
    return alone.entries[0]


def installed_in(folder: Path, module: str) -> Installed:
    """Return the plugin in ``folder``, whose package can be imported as ``module``."""
    try:
        return Installed(folder.name, module, folder, read_manifest(folder / MANIFEST))
    except ManifestError as error:
        return Installed(folder.name, module, folder, None, str(error))
