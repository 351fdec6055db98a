"""``plugins preflight``: what would break at the next start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError

from cms.plugins.preflight import preflight
from cms.plugins.registry import registry


def add_to(parsers: Any) -> None:
    """Add the subcommand."""
    parser = parsers.add_parser(
        "preflight", help="Import every plugin in a process of its own; fail if any would break a start."
    )
    parser.set_defaults(run=_preflight)


def _preflight(options: Mapping[str, Any]) -> list[str]:
    tried = list(preflight([entry.installed for entry in registry.entries]))
    wrong = [f"{one.name}: {problem}" for one in tried for problem in one.problems]
    if wrong:
        raise CommandError("\n".join(wrong))
    return [f"{one.name} breaks nothing." for one in tried]
