"""``plugins impact``, ``retire``, ``purge``, ``doctor``: what goes with a plugin, and what stays behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from cms.clinics.commands import acting_user
from cms.plugins.commands.asking import add_clinic, add_why, asked_clinic
from cms.plugins.leaving.impact import Impact, impact_at, impact_everywhere
from cms.plugins.leaving.leftovers import clear_what_is_safe, find_leftovers
from cms.plugins.leaving.places import rows_with_blocks
from cms.plugins.leaving.purging import plan_purge, purge
from cms.plugins.leaving.retiring import plan_retirement, retire


def add_to(parsers: Any) -> None:
    """Add the subcommands."""
    impact = parsers.add_parser("impact", help="What visitors would not see any more without a plugin.")
    impact.add_argument("plugin")
    add_clinic(impact, required=False)
    impact.set_defaults(run=_impact)
    retiring = parsers.add_parser(
        "retire", help="Export what a plugin keeps, unpublish its pages, take it from all clinics."
    )
    retiring.add_argument("plugin")
    exports = retiring.add_mutually_exclusive_group()
    exports.add_argument("--export", metavar="FOLDER", type=Path, help="Where a file for each clinic goes.")
    exports.add_argument("--without-export", action="store_true", help="Export nothing.")
    add_why(retiring)
    _add_yes(retiring)
    retiring.set_defaults(run=_retire)
    purging = parsers.add_parser("purge", help="Delete for good what a plugin keeps, its pages included.")
    purging.add_argument("plugin")
    purging.add_argument("--blocks", action="store_true", help="Its blocks in pages and versions as well.")
    add_why(purging)
    _add_yes(purging)
    purging.set_defaults(run=_purge)
    doctor = parsers.add_parser("doctor", help="What plugins left behind that are no longer installed.")
    doctor.add_argument("--fix", action="store_true", help="Clear away what nobody can miss.")
    doctor.set_defaults(run=_doctor)


def _add_yes(parser: Any) -> None:
    parser.add_argument("--yes", action="store_true", help="Do it. Without it, say what would be done.")


def _impact(options: Mapping[str, Any]) -> dict[str, Any]:
    plugin = options["plugin"]
    if options["clinic"]:
        clinic = asked_clinic(options)
        found = impact_at(clinic, plugin)
        pages = [{**asdict(use), "types": sorted(use.types)} for use in found.uses]
        return {"plugin": plugin, "clinic": clinic.slug, **_summary(found), "pages": pages}
    everywhere = impact_everywhere(plugin)
    library = everywhere.pop("", None)
    return {
        "plugin": plugin,
        "clinics": {slug: _summary(found) for slug, found in everywhere.items()},
        "library_pages": len(library.uses) if library else 0,
        "stored": rows_with_blocks(plugin),
    }


def _summary(impact: Impact) -> dict[str, Any]:
    return {
        "on": impact.is_on,
        "published": impact.published,
        "from_the_library": impact.inherited,
        "drafts": impact.drafts,
        "languages": list(impact.languages),
        "page_types": [asdict(one) for one in impact.page_types],
        "places": list(impact.places),
    }


def _retire(options: Mapping[str, Any]) -> dict[str, Any]:
    plugin, folder = options["plugin"], options["export"]
    if not options["yes"]:
        plan = plan_retirement(plugin)
        raise CommandError(
            f"{plugin} would be taken from {', '.join(plan.clinics) or 'no clinic'}, and {plan.pages} pages "
            "would become drafts. Nothing was done. Say --yes to do it."
        )
    if folder is None and not options["without_export"]:
        raise CommandError(
            "Say where the exports go, --export FOLDER, or that there be none: --without-export"
        )
    try:
        done = retire(plugin, folder=folder, user=acting_user(options["user"]), why=options["why"])
    except OSError as error:
        raise CommandError(f"An export cannot be written, and nothing was retired: {error}") from error
    return {"plugin": plugin, **asdict(done)}


def _purge(options: Mapping[str, Any]) -> dict[str, Any]:
    plugin, with_blocks = options["plugin"], options["blocks"]
    if not options["yes"]:
        plan = plan_purge(plugin, with_blocks=with_blocks)
        raise CommandError(
            f"{plan.pages} pages, {plan.choices} choices of clinics and {_rows(plan.rows)} would be deleted "
            f"for good, and {plan.pages_with_blocks} pages would lose blocks, with {_rows(plan.blocks)}. "
            "Nothing was done. Say --yes to do it."
        )
    done = purge(plugin, with_blocks=with_blocks, user=acting_user(options["user"]), why=options["why"])
    return {"plugin": plugin, **asdict(done)}


def _rows(counted: Mapping[str, int]) -> str:
    found = [f"{count} rows of {name}" for name, count in counted.items() if count]
    return ", ".join(found) or "no row of a table"


def _doctor(options: Mapping[str, Any]) -> dict[str, Any]:
    cleared = clear_what_is_safe() if options["fix"] else None
    found = asdict(find_leftovers())
    return found if cleared is None else {"cleared": cleared, "left": found}
