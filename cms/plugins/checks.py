"""System checks: every installed plugin is loaded, and keeps to the ways in that there are."""

from __future__ import annotations

from typing import Any

from django.core import checks

from cms.plugins.registry import Entry, registry


def connect() -> None:
    """Register the checks; called when the app is ready."""
    checks.register(check_plugins)


def check_plugins(**kwargs: Any) -> list[checks.CheckMessage]:
    """meridian.W401 for a plugin that is not loaded, meridian.E402 for one with Wagtail hooks of its own."""
    return [message for entry in registry.entries for message in _check(entry)]


def _check(entry: Entry) -> list[checks.CheckMessage]:
    messages: list[checks.CheckMessage] = []
    if entry.plugin is None:
        messages.append(
            checks.Warning(
                f"The plugin “{entry.name}” is not loaded. {entry.problem}",
                hint="The sites run without it, and what it stored is kept.",
                id="meridian.W401",
            )
        )
    if (entry.installed.folder / "wagtail_hooks.py").exists():
        messages.append(
            checks.Error(
                f"The plugin “{entry.name}” has a module wagtail_hooks, which no clinic could switch off.",
                hint="Register on the plugin's Plugin object instead.",
                id="meridian.E402",
            )
        )
    return messages
