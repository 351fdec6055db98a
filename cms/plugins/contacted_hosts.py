"""Which hosts the pages of a clinic contact because of a plugin: from its manifest and the settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cms.clinics.models import Clinic
from cms.plugins.containment import attempt
from cms.plugins.policy import POINT, SETTING, texts_of, value_of
from cms.plugins.registry import Entry
from cms.plugins.settings import read_settings, settings_block


@dataclass(frozen=True, slots=True)
class Host:
    """A host that the plugin's pages contact.

    One that the clinic gives has ``is_set`` and the label of the setting, unless it follows from several.
    """

    name: str
    is_set: bool = False
    setting: str = ""


def hosts_of(entry: Entry, clinic: Clinic, stored: Mapping[str, Any]) -> Iterator[Host]:
    """Yield the hosts in a plugin's manifest, and those that follow from what a clinic ``stored``."""
    manifest = entry.installed.manifest
    sources = sorted({one for every in (manifest.csp.values() if manifest else ()) for one in every})
    named = [one.removeprefix(SETTING) for one in sources if one.startswith(SETTING)]
    given: Mapping[str, str] = {}
    if named and entry.plugin:
        given = attempt(entry.name, POINT, clinic.pk, lambda _turn: _given(entry, stored, named)).answer or {}
    yield from (Host(one) for one in sources if not one.startswith(SETTING))
    for name in named:
        yield Host(given.get(name, ""), True, _label(entry, name))


def _given(entry: Entry, stored: Mapping[str, Any], named: Iterable[str]) -> dict[str, str]:
    """Return what the settings say, by the names that the manifest names."""
    settings = read_settings(entry, stored)
    return {name: ", ".join(map(str, texts_of(value_of(settings, name)))) for name in named}


def _label(entry: Entry, name: str) -> str:
    block = settings_block(entry)
    child = block.child_blocks.get(name) if block else None
    return str(child.label) if child else ""
