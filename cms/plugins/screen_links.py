"""Links to the screens of plugins in the admin: at a clinic, those that somebody may open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cms.clinics.models import Clinic
from cms.plugins.activation import is_active
from cms.plugins.registry import Entry, registry
from cms.plugins.rights import may_open
from cms.plugins.screens import screen_at


@dataclass(frozen=True, slots=True)
class ScreenLink:
    """A screen of a plugin at a clinic."""

    plugin: str
    label: str
    url: str


def links_of(entry: Entry, clinic: Clinic, user: Any) -> Iterator[tuple[str, str]]:
    """Yield the label and the address of each screen of a plugin that stands in lists."""
    for screens in entry.plugin.screens if entry.plugin else ():
        if screens.label and may_open(user, screens.permission, clinic.pk):
            yield str(screens.label), screen_at(entry.name, screens.first, clinic)


def links_at(clinic: Clinic, user: Any) -> list[ScreenLink]:
    """Return the links to the screens of every plugin that a clinic has on."""
    return [
        ScreenLink(entry.title, label, url)
        for entry in registry.loaded.values()
        if is_active(entry.name, clinic.pk)
        for label, url in links_of(entry, clinic, user)
    ]
