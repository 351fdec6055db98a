"""What clinics begin with: the settings that the network gives them, else the plugin's own defaults.

A clinic that has set a plugin up, or switched it on, keeps what it has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.plugins.models import Allowance
from cms.plugins.registry import Entry
from cms.plugins.remembering import remembered
from cms.plugins.settings import empty_settings, in_present_shape, settings_block


def first_settings(entry: Entry) -> dict[str, Any]:
    """Return the settings of a clinic that has none of its own yet."""
    return {**empty_settings(entry), **in_present_shape(settings_block(entry), presets().get(entry.name, {}))}


def presets() -> Mapping[str, Mapping[str, Any]]:
    """Return what the network gives, by plugin."""
    given = Allowance.objects.exclude(settings={})
    return remembered("presets", lambda: dict(given.values_list("plugin", "settings")))
