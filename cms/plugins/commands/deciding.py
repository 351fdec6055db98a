"""``plugins allow``, ``forbid``, ``enable``, ``disable``: what people decide about plugins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.plugins.actions import allow, forbid, switch_off, switch_on
from cms.plugins.commands.asking import acting_user, add_clinic, asked_clinic


def add_to(parsers: Any) -> None:
    """Add the subcommands."""
    for name, run, text in (
        ("allow", _allow, "Let clinics switch a plugin on."),
        ("forbid", _forbid, "Take a plugin from all clinics; what they chose and set is kept."),
        ("enable", _enable, "Switch a plugin on for a clinic."),
        ("disable", _disable, "Switch a plugin off for a clinic; what it holds is kept."),
    ):
        parser = parsers.add_parser(name, help=text)
        parser.add_argument("plugin")
        parser.set_defaults(run=run)
        if run in (_enable, _disable):
            add_clinic(parser)


def _allow(options: Mapping[str, Any]) -> dict[str, Any]:
    return {"plugin": allow(options["plugin"], user=acting_user(options)).plugin, "allowed": True}


def _forbid(options: Mapping[str, Any]) -> dict[str, Any]:
    forbid(options["plugin"], user=acting_user(options))
    return {"plugin": options["plugin"], "allowed": False}


def _enable(options: Mapping[str, Any]) -> dict[str, Any]:
    clinic = asked_clinic(options)
    row = switch_on(clinic, options["plugin"], user=acting_user(options))
    return {"plugin": row.plugin, "clinic": clinic.slug, "on": row.is_on}


def _disable(options: Mapping[str, Any]) -> dict[str, Any]:
    clinic = asked_clinic(options)
    switch_off(clinic, options["plugin"], user=acting_user(options))
    return {"plugin": options["plugin"], "clinic": clinic.slug, "on": False}
