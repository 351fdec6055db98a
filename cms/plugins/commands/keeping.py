"""``plugins export``, ``restore``, ``erase``: what plugins keep for a clinic, and of a person."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.management.base import CommandError

from cms.clinics.commands import acting_user
from cms.plugins.commands.asking import add_clinic, asked_clinic, asked_clinic_or_all, json_in
from cms.plugins.data.erasing import Erasure, erase_everybody, erase_person
from cms.plugins.data.exporting import export_clinic
from cms.plugins.data.restoring import restore_clinic


def add_to(parsers: Any) -> None:
    """Add the subcommands."""
    exporting = parsers.add_parser("export", help="Write all that plugins keep for a clinic as JSON.")
    exporting.add_argument("--output", metavar="FILE", type=Path, help="Without it, to standard output.")
    add_clinic(exporting)
    exporting.set_defaults(run=_export)
    restoring = parsers.add_parser("restore", help="Read an export back: all of it or nothing.")
    restoring.add_argument("file", metavar="FILE", type=Path)
    add_clinic(restoring)
    restoring.set_defaults(run=_restore)
    erasing = parsers.add_parser("erase", help="Let all plugins forget a person, or everybody at a clinic.")
    whom = erasing.add_mutually_exclusive_group(required=True)
    whom.add_argument("--person", metavar="TEXT", help="What identifies the person.")
    whom.add_argument("--everybody", action="store_true", help="Everybody at the clinic.")
    add_clinic(erasing, required=False)
    erasing.set_defaults(run=_erase)


def _export(options: Mapping[str, Any]) -> dict[str, Any]:
    exported = export_clinic(asked_clinic(options))
    output: Path | None = options["output"]
    if output is None:
        return exported
    try:
        _write(output, json.dumps(exported, indent=2, ensure_ascii=False) + "\n")
    except OSError as error:
        raise CommandError(f"{output} cannot be written: {error}") from error
    return {"clinic": exported["clinic"], "file": str(output), "plugins": list(exported["plugins"])}


def _restore(options: Mapping[str, Any]) -> dict[str, Any]:
    clinic, exported = asked_clinic(options), json_in(options["file"])
    return {
        "clinic": clinic.slug,
        "plugins": restore_clinic(clinic, exported, user=acting_user(options["user"])),
    }


def _erase(options: Mapping[str, Any]) -> dict[str, Any]:
    clinic, user = asked_clinic_or_all(options), acting_user(options["user"])
    if options["everybody"]:
        if clinic is None:
            raise CommandError("Say at which clinic everybody is to be forgotten: --clinic SLUG")
        return _told(erase_everybody(clinic, user=user))
    return _told(erase_person(options["person"], clinic=clinic, user=user))


def _told(erasure: Erasure) -> dict[str, Any]:
    done = {"records": erasure.records, "clinics": erasure.clinics, "complete": erasure.is_complete}
    if not erasure.is_complete:
        reasons = [*erasure.failures, *erasure.obstacles]
        raise CommandError("\n".join([*reasons, f"The erasure is not complete. {json.dumps(done)}"]))
    return done


def _write(path: Path, text: str) -> None:
    """Put ``text`` in the place of the file at once, so that nobody ever finds half of it."""
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as draft:
        try:
            draft.write(text)
            draft.flush()
            os.fsync(draft.fileno())
            Path(draft.name).replace(path)
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise
