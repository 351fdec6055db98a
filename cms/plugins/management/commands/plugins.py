"""``manage.py plugins …``: what is installed, what is loaded, and what clinics have switched on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.clinics.models import Clinic
from cms.plugins.actions import allow, forbid, switch_off, switch_on
from cms.plugins.models import Activation, Allowance
from cms.plugins.registry import Entry, registry


class Command(BaseCommand):
    help = "List and check the plugins, allow them for the network, switch them on and off for a clinic."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", metavar="EMAIL", help="Act as this user; without it, as the system.")
        parsers = parser.add_subparsers(dest="subcommand", required=True, metavar="subcommand")
        parsers.add_parser("list", help="Every plugin, its state and its clinics, as JSON.")
        parsers.add_parser("check", help="Say what keeps plugins from being loaded; fail if anything does.")
        for name, text in (
            ("allow", "Let clinics switch a plugin on."),
            ("forbid", "Take a plugin from all clinics; what they chose and set is kept."),
        ):
            parsers.add_parser(name, help=text).add_argument("plugin")
        for name, text in (
            ("enable", "Switch a plugin on for a clinic."),
            ("disable", "Switch a plugin off for a clinic; what it holds is kept."),
        ):
            own = parsers.add_parser(name, help=text)
            own.add_argument("plugin")
            own.add_argument("--clinic", required=True, metavar="SLUG")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = getattr(self, f"_{options['subcommand']}")(options)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        except PermissionDenied as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False))

    def _list(self, options: Mapping[str, Any]) -> list[dict[str, Any]]:
        allowed = set(Allowance.objects.values_list("plugin", flat=True))
        clinics: dict[str, list[str]] = {}
        rows = Activation.everywhere.filter(is_on=True).order_by("clinic__slug")
        for plugin, slug in rows.values_list("plugin", "clinic__slug"):
            clinics.setdefault(plugin, []).append(slug)
        known = [_told(one, allowed, clinics) for one in registry.entries]
        gone = sorted((allowed | clinics.keys()) - {one.name for one in registry.entries})
        return [*known, *({"name": name, "state": "not installed"} for name in gone)]

    def _check(self, options: Mapping[str, Any]) -> list[str]:
        problems = [f"{one.name}: {one.problem}" for one in registry.entries if one.plugin is None]
        if problems:
            raise CommandError("\n".join(problems))
        return [f"{one.name} is loaded." for one in registry.entries]

    def _allow(self, options: Mapping[str, Any]) -> dict[str, Any]:
        return {"plugin": allow(options["plugin"], user=_user(options)).plugin, "allowed": True}

    def _forbid(self, options: Mapping[str, Any]) -> dict[str, Any]:
        forbid(options["plugin"], user=_user(options))
        return {"plugin": options["plugin"], "allowed": False}

    def _enable(self, options: Mapping[str, Any]) -> dict[str, Any]:
        clinic = _clinic(options["clinic"])
        row = switch_on(clinic, options["plugin"], user=_user(options))
        return {"plugin": row.plugin, "clinic": clinic.slug, "on": row.is_on}

    def _disable(self, options: Mapping[str, Any]) -> dict[str, Any]:
        clinic = _clinic(options["clinic"])
        switch_off(clinic, options["plugin"], user=_user(options))
        return {"plugin": options["plugin"], "clinic": clinic.slug, "on": False}


def _told(entry: Entry, allowed: set[str], clinics: Mapping[str, list[str]]) -> dict[str, Any]:
    manifest = entry.installed.manifest
    return {
        "name": entry.name,
        "title": entry.title,
        "version": manifest.version if manifest else None,
        "state": "loaded" if entry.plugin else "not loaded",
        "problem": entry.problem,
        "allowed": entry.name in allowed,
        "clinics": clinics.get(entry.name, []),
    }


def _clinic(slug: str) -> Clinic:
    found = Clinic.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no clinic {slug}.")
    return found


def _user(options: Mapping[str, Any]) -> Any:
    email = options["user"]
    if email is None:
        return None
    found = get_user_model().objects.filter(email__iexact=email, is_active=True).first()
    if found is None:
        raise CommandError(f"There is no active user {email}.")
    return found
