"""``plugins messages``: the texts of a plugin, and which are still to be translated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError

from cms.plugins.catalogues import update_catalogues
from cms.plugins.registry import registry


def add_to(parsers: Any) -> None:
    """Add the subcommand."""
    messages = parsers.add_parser(
        "messages",
        help="Bring a plugin's catalogues up to date and compile them; fail if a text is left over.",
    )
    messages.add_argument("plugin")
    messages.set_defaults(run=_messages)


def _messages(options: Mapping[str, Any]) -> list[str]:
    folder = next((one.installed.folder for one in registry.entries if one.name == options["plugin"]), None)
    if folder is None:
        raise CommandError(f"There is no plugin {options['plugin']}.")
    updated = update_catalogues(folder)
    left = [f"{file} has no translation of: {text}" for file, texts in updated.items() for text in texts]
    if left:
        raise CommandError("\n".join(left))
    return [f"{file} is complete." for file in updated]
