"""``plugins list`` and ``check``: what is installed, what is loaded, and who uses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError

from cms.plugins.models import Activation, Allowance
from cms.plugins.registry import Entry, registry


def add_to(parsers: Any) -> None:
    """Add the subcommands."""
    listing = parsers.add_parser("list", help="Every plugin, its state and its clinics, as JSON.")
    listing.set_defaults(run=_list)
    check = parsers.add_parser(
        "check", help="Say what keeps plugins from being loaded; fail if anything does."
    )
    check.set_defaults(run=_check)


def _list(options: Mapping[str, Any]) -> list[dict[str, Any]]:
    allowed = dict(Allowance.objects.values_list("plugin", "settings"))
    clinics: dict[str, list[str]] = {}
    rows = Activation.everywhere.filter(is_on=True).order_by("clinic__slug")
    for plugin, slug in rows.values_list("plugin", "clinic__slug"):
        clinics.setdefault(plugin, []).append(slug)
    known = [_told(one, allowed, clinics) for one in registry.entries]
    gone = sorted((allowed.keys() | clinics.keys()) - {one.name for one in registry.entries})
    return [*known, *({"name": name, "state": "not installed"} for name in gone)]


def _check(options: Mapping[str, Any]) -> list[str]:
    problems = [f"{one.name}: {one.problem}" for one in registry.entries if one.plugin is None]
    if problems:
        raise CommandError("\n".join(problems))
    return [f"{one.name} is loaded." for one in registry.entries]


def _told(entry: Entry, allowed: Mapping[str, Any], clinics: Mapping[str, list[str]]) -> dict[str, Any]:
    manifest = entry.installed.manifest
    return {
        "name": entry.name,
        "title": entry.title,
        "version": manifest.version if manifest else None,
        "state": "loaded" if entry.plugin else "not loaded",
        "problem": entry.problem,
        "allowed": entry.name in allowed,
        "preset": sorted(allowed.get(entry.name, ())),
        "clinics": clinics.get(entry.name, []),
        "cookies": [asdict(one) for one in manifest.cookies] if manifest else [],
    }
