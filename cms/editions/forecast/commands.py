"""The dry run for scripts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError, CommandParser

from cms.editions.commands import Subcommand
from cms.editions.forecast.queries import forecast
from cms.editions.forecast.trial import make_trial
from cms.editions.forecast.values import EditionForecast, Forecast
from cms.editions.forecast.views import may_forecast
from cms.editions.rollout.publishing_commands import draft_of, find_library_page
from cms.library.choices import stored_choice


def as_json(found: Forecast) -> dict[str, Any]:
    """Return a dry run as plain data."""
    return {
        "page": found.page_id,
        "title": found.title,
        "language": found.language,
        "changed": list(found.changed),
        "corrected": list(found.corrected),
        "clinics": found.clinics,
        "editions": found.editions,
        "untouched": found.untouched,
        "counts": {outcome.value: count for outcome, count in sorted(found.counts.items())},
        "affected": [_edition(one) for one in found.affected],
        "rings": [
            {
                "ring": one.name,
                "clinics": one.clinics,
                "starts_at": one.starts_at.isoformat() if one.starts_at else None,
            }
            for one in found.rings
        ],
        "translations": [
            {
                "page": one.page_id,
                "language": one.language,
                "parts": {target: state.value for target, state in one.parts.items()},
            }
            for one in found.translations
        ],
    }


def _edition(one: EditionForecast) -> dict[str, Any]:
    return {
        "edition": one.edition_id,
        "title": one.title,
        "clinic": one.clinic,
        "language": one.language,
        "changes": one.changes,
        "is_held": one.is_held,
        "arrives_at": one.arrives_at.isoformat() if one.arrives_at else None,
        "parts": {part.target: part.outcome.value for part in one.parts},
    }


def _dry_run(options: Mapping[str, Any]) -> Any:
    draft = draft_of(find_library_page(options["page"]))
    if options["user"] is not None and not may_forecast(options["user"], draft):
        raise PermissionDenied("This user may not release the page, and so may not try it out.")
    stored = stored_choice(draft)
    corrected = options["correct"] or stored.corrected
    unknown = [target for target in corrected if target not in _targets(draft)]
    if unknown:
        raise CommandError(f"The page has no part {', '.join(unknown)}.")
    return as_json(forecast(draft, corrected, in_rings=options["in_rings"] or stored.in_rings))


def _targets(draft: Any) -> set[str]:
    trial = make_trial(draft)
    return {*trial.before, *trial.after}


def _arguments(parser: CommandParser) -> None:
    parser.add_argument("page", type=int, help="The number of the library page, whose draft is tried out.")
    parser.add_argument(
        "--correct",
        action="append",
        default=[],
        metavar="TARGET",
        help="A block's id or a field's name that would be corrected; may be given more than once.",
    )
    parser.add_argument("--in-rings", action="store_true", help="As if it went out ring by ring.")


RELEASE_COMMANDS: tuple[Subcommand, ...] = (
    Subcommand("dry-run", "What releasing a draft would do, without doing it.", _dry_run, _arguments),
)
