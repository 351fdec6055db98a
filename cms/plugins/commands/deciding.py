"""``plugins allow``, ``forbid``, ``enable``, ``disable``, ``copy``: what people decide about plugins."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from cms.clinics.commands import acting_user
from cms.clinics.models import Clinic
from cms.plugins.actions import allow, copy_choices, forbid, switch_off, switch_on
from cms.plugins.commands.asking import add_clinic, add_why, asked_clinic, clinic_called, json_in
from cms.plugins.models import Activation


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
        else:
            add_why(parser)
        if run is _allow:
            parser.add_argument(
                # Django itself takes --settings for the module of its own.
                "--begin-with",
                type=Path,
                metavar="FILE",
                help="JSON with settings, or some of them, that clinics begin with.",
            )
    copying = parsers.add_parser("copy", help="Let a clinic have on what another one has on, set up alike.")
    copying.add_argument("--from", required=True, metavar="SLUG")
    copying.add_argument("--to", required=True, metavar="SLUG")
    copying.add_argument(
        "--yes", action="store_true", help="Replace what the other clinic has set by itself."
    )
    copying.set_defaults(run=_copy)


def _allow(options: Mapping[str, Any]) -> dict[str, Any]:
    file: Path | None = options["begin_with"]
    settings = None if file is None else json_in(file)
    if settings is not None and not isinstance(settings, dict):
        raise CommandError(f"{file} must hold an object: names of settings, each with a value.")
    row = allow(options["plugin"], user=acting_user(options["user"]), why=options["why"], settings=settings)
    return {"plugin": row.plugin, "allowed": True, "settings": sorted(row.settings)}


def _forbid(options: Mapping[str, Any]) -> dict[str, Any]:
    forbid(options["plugin"], user=acting_user(options["user"]), why=options["why"])
    return {"plugin": options["plugin"], "allowed": False}


def _enable(options: Mapping[str, Any]) -> dict[str, Any]:
    clinic = asked_clinic(options)
    row = switch_on(clinic, options["plugin"], user=acting_user(options["user"]))
    return {"plugin": row.plugin, "clinic": clinic.slug, "on": row.is_on}


def _disable(options: Mapping[str, Any]) -> dict[str, Any]:
    clinic = asked_clinic(options)
    switch_off(clinic, options["plugin"], user=acting_user(options["user"]))
    return {"plugin": options["plugin"], "clinic": clinic.slug, "on": False}


def _copy(options: Mapping[str, Any]) -> dict[str, Any]:
    source, target = clinic_called(options["from"]), clinic_called(options["to"])
    if not options["yes"] and (own := _own_settings(source, target)):
        raise CommandError(
            f"{target.name} has settings of its own for {', '.join(own)}, which would be replaced. "
            "Say so with --yes."
        )
    rows = copy_choices(source, target, user=acting_user(options["user"]))
    return {"from": source.slug, "to": target.slug, "on": [row.plugin for row in rows]}


def _own_settings(source: Clinic, target: Clinic) -> list[str]:
    """Return the plugins whose settings at ``target`` a copy of those at ``source`` would replace."""
    given = {row.plugin: row.settings for row in Activation.objects.for_clinic(source).filter(is_on=True)}
    rows = Activation.objects.for_clinic(target).filter(plugin__in=given).order_by("plugin")
    return [row.plugin for row in rows if row.settings not in ({}, given[row.plugin])]
