"""What subcommands ask for: a plugin, a clinic, a reason."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from cms.clinics.models import Clinic
from cms.plugins.registry import registry


def add_clinic(parser: CommandParser, *, required: bool = True) -> None:
    """Let a subcommand take ``--clinic SLUG``."""
    parser.add_argument("--clinic", required=required, metavar="SLUG")


def add_why(parser: CommandParser) -> None:
    """Let a subcommand take ``--why TEXT``."""
    parser.add_argument("--why", default="", metavar="TEXT", help="The reason, which the log keeps.")


def asked_clinic(options: Mapping[str, Any]) -> Clinic:
    """Return the clinic that ``--clinic`` names."""
    return clinic_called(options["clinic"])


def asked_clinic_or_all(options: Mapping[str, Any]) -> Clinic | None:
    """Return the clinic that ``--clinic`` names, ``None`` where it names none: every clinic is meant."""
    return asked_clinic(options) if options["clinic"] else None


def clinic_called(slug: str) -> Clinic:
    """Return the clinic with this short name."""
    found = Clinic.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no clinic {slug}.")
    return found


def loaded_plugin(name: str) -> str:
    """Return the name of a plugin that is loaded."""
    if name not in registry.loaded:
        raise CommandError(f"There is no plugin {name} that can be used.")
    return name


def json_in(file: Path) -> Any:
    """Return what a file holds as JSON."""
    try:
        return json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{file} cannot be read: {error}") from error
