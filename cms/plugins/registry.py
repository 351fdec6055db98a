"""Which plugins are loaded: imported without an error, and declared as their manifest says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cms.conf import options
from cms.plugins.declaration import Plugin
from cms.plugins.declared import InSlot, PluginBlock
from cms.plugins.discovery import Installed
from cms.plugins.importing import import_part


@dataclass(frozen=True, slots=True)
class Entry:
    """An installed plugin: what it declares if it is loaded, else why it is not."""

    installed: Installed
    plugin: Plugin | None
    problem: str = ""

    @property
    def name(self) -> str:
        return self.installed.name

    @property
    def title(self) -> str:
        """What to call it: the title in its manifest, its name without one."""
        manifest = self.installed.manifest
        return manifest.title if manifest else self.name


class Registry:
    """The plugins of this process. There is one, ``registry``; it is filled when Django is ready.

    ``blocks`` are the types of blocks of the loaded plugins, by the name that is stored. ``generation``
    changes whenever the registry is filled.
    """

    def __init__(self) -> None:
        self.entries: tuple[Entry, ...] = ()
        self._loaded: Mapping[str, Entry] = MappingProxyType({})
        self._slots: Mapping[str, tuple[InSlot, ...]] = MappingProxyType({})
        self.blocks: Mapping[str, PluginBlock] = MappingProxyType({})
        self.generation = 0

    def fill(self, plugins: Iterable[Installed]) -> None:
        """Load ``plugins`` in place of those that are there."""
        self.entries = _demanding([_load(one) for one in plugins])
        self._loaded = MappingProxyType({one.name: one for one in self.entries if one.plugin is not None})
        every = [found for one in self._loaded.values() if one.plugin for found in one.plugin.in_slots]
        every.sort(key=lambda one: (one.order, one.plugin))
        self._slots = MappingProxyType(
            {slot: tuple(one for one in every if one.slot == slot) for slot in {one.slot for one in every}}
        )
        blocks = [found for one in self._loaded.values() if one.plugin for found in one.plugin.blocks]
        self.blocks = MappingProxyType({one.name: one for one in blocks})
        self.generation += 1

    @property
    def loaded(self) -> Mapping[str, Entry]:
        """The plugins that can be switched on, by name."""
        return self._loaded

    def in_slot(self, slot: str) -> tuple[InSlot, ...]:
        """Return what the loaded plugins have in a slot, in order."""
        return self._slots.get(slot, ())


registry = Registry()


def _load(installed: Installed) -> Entry:
    if installed.manifest is None:
        return Entry(installed, None, installed.problem)
    if options.SAFE_MODE:
        return Entry(installed, None, "This installation runs in safe mode, without any plugin.")
    if installed.name in options.PLUGINS_DISABLED:
        return Entry(installed, None, "It is switched off in the settings of this installation.")
    imported = import_part(f"{installed.module}.plugin", installed.name)
    if imported.module is None:
        return Entry(installed, None, imported.problem)
    plugin = getattr(imported.module, "plugin", None)
    if not isinstance(plugin, Plugin):
        return Entry(installed, None, "plugin.py has no Plugin object called “plugin”.")
    if plugin.name != installed.name:
        return Entry(installed, None, f"plugin.py calls it “{plugin.name}”, the manifest “{installed.name}”.")
    if installed.manifest.personal_data and not (plugin.exporter and plugin.eraser):
        return Entry(installed, None, "It keeps personal data, so it must register both export and erase.")
    return Entry(installed, plugin)


def _demanding(entries: list[Entry]) -> tuple[Entry, ...]:
    """Take out, until nothing changes, every plugin that requires one which is not loaded."""
    while True:
        loaded = {one.name for one in entries if one.plugin is not None}
        missing = {id(one): sorted(_required(one) - loaded) for one in entries if one.plugin is not None}
        if not any(missing.values()):
            return tuple(entries)
        entries = [
            Entry(one.installed, None, f"It requires {', '.join(names)}, which is not loaded.")
            if (names := missing.get(id(one)))
            else one
            for one in entries
        ]


def _required(entry: Entry) -> set[str]:
    return set(entry.installed.manifest.requires) if entry.installed.manifest else set()
