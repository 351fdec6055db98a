"""``plugins trace``: what each plugin did for an address, and why it did nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError

from cms.plugins.tracing import Call
from cms.plugins.visits import Part, visit


def add_to(parsers: Any) -> None:
    """Add the subcommand."""
    parser = parsers.add_parser("trace", help="Visit an address, and tell what each plugin did for it.")
    parser.add_argument("host", metavar="HOST")
    parser.add_argument("path", metavar="PATH")
    parser.set_defaults(run=_trace)


def _trace(options: Mapping[str, Any]) -> dict[str, Any]:
    host, path = options["host"], options["path"]
    if not path.startswith("/"):
        raise CommandError(f"{path} is not a path; it begins with a slash.")
    found = visit(host, path)
    if found is None:
        raise CommandError(f"No clinic answers on {host}.")
    return {
        "host": host,
        "path": path,
        "clinic": found.clinic,
        "status": found.status,
        "plugins": {part.plugin: _told(part) for part in found.parts},
    }


def _told(part: Part) -> dict[str, Any]:
    return {
        "calls": [_told_call(call) for call in part.calls],
        "silence": part.silence,
        "elsewhere": list(part.elsewhere),
    }


def _told_call(call: Call) -> dict[str, Any]:
    return {
        "point": call.point,
        "outcome": call.outcome.value,
        "milliseconds": round(call.milliseconds, 1),
        "reason": call.reason,
    }
