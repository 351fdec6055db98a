"""The network's view for scripts: ``editions matrix`` and its neighbours, ``releases report`` and others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from cms.clinics.models import Clinic
from cms.clinics.queries import works_for_every_clinic
from cms.editions.commands import Subcommand, day
from cms.editions.oversight.actions import acknowledge
from cms.editions.oversight.deadlines import progress, report
from cms.editions.oversight.matrix import overview, page_matrix
from cms.editions.oversight.records import reindex
from cms.editions.oversight.reminding import remind
from cms.editions.oversight.rights import may_see_network
from cms.editions.oversight.searching import who_replaces
from cms.editions.oversight.values import Concern, Scope
from cms.library.models import Correction

Options = Mapping[str, Any]


def run_matrix(options: Options) -> Any:
    """Print the matrix, or one page of it."""
    _check_network(options)
    scope = _scope(options)
    if options.get("page"):
        matrix = page_matrix(_key(options["page"]), scope)
        if matrix is None:
            raise CommandError(f"Nobody knows a library page with the key {options['page']}.")
        return {
            **matrix.row.as_json(),
            "parts": [part.as_json() for part in matrix.parts],
            "added_blocks": matrix.added.as_json(),
        }
    return [row.as_json() for row in overview(scope, _concern(options))]


def run_who_replaces(options: Options) -> Any:
    """Print who decided about the parts that are called so."""
    _check_network(options)
    return [
        {
            "library_key": str(part.key),
            "page": part.title,
            "target": part.target,
            "name": part.name,
            "type": part.type,
            "decisions": [row.as_json() for row in part.decisions],
        }
        for part in who_replaces(options["words"], _scope(options), _concern(options))
    ]


def run_reindex(options: Options) -> Any:
    """Make the index anew."""
    if options.get("user") is not None and not works_for_every_clinic(options["user"]):
        raise PermissionDenied(_("Only staff of the network may make the index anew."))
    return asdict(reindex())


def run_corrections(options: Options) -> Any:
    """Print all corrections with their progress."""
    _check_network(options)
    return [row.as_json() for row in progress(only_open=bool(options.get("open")))]


def run_report(options: Options) -> Any:
    """Print who acknowledged a correction."""
    _check_network(options)
    correction = _correction(options)
    return {
        "correction": correction.pk,
        "reason": correction.reason,
        "deadline": correction.deadline,
        "clinics": [row.as_json() for row in report(correction)],
    }


def run_acknowledge(options: Options) -> Any:
    """Acknowledge a correction for a clinic."""
    clinic = Clinic.objects.filter(slug=options["clinic"]).first()
    if clinic is None:
        raise CommandError(f"There is no clinic {options['clinic']!r}.")
    given = acknowledge(_correction(options), clinic, options.get("user"), options.get("note") or "")
    return {"clinic": clinic.slug, "acknowledged_at": given.acknowledged_at, "note": given.note}


def run_remind(options: Options) -> Any:
    """Send the reminders that are due; fails, naming them, if some could not be sent."""
    if options.get("user") is not None and not works_for_every_clinic(options["user"]):
        raise PermissionDenied(_("Only staff of the network may send reminders."))
    result = remind(options.get("day"))
    if result.failed:
        raise CommandError(
            f"{result.sent} mails were sent. These could not be, and are tried again at the next run: "
            f"{', '.join(result.failed)}. The log says why."
        )
    return asdict(result)


def _check_network(options: Options) -> None:
    user = options.get("user")
    if user is not None and not may_see_network(user):
        raise PermissionDenied(_("Only staff of the network and of the library may see this."))


def _correction(options: Options) -> Correction:
    found = Correction.objects.filter(pk=options["correction"]).select_related("release__page").first()
    if found is None:
        raise CommandError(f"There is no correction {options['correction']}.")
    return found


def _scope(options: Options) -> Scope:
    clinic = None
    if options.get("clinic"):
        clinic = Clinic.objects.filter(slug=options["clinic"]).values_list("pk", flat=True).first()
        if clinic is None:
            raise CommandError(f"There is no clinic {options['clinic']!r}.")
    return Scope(language=options.get("language") or "", clinic=clinic)


def _concern(options: Options) -> Concern | None:
    return Concern(options["concern"]) if options.get("concern") else None


def _key(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError as error:
        raise CommandError(f"{given!r} is no key of a library page.") from error


def _scope_arguments(parser: CommandParser) -> None:
    parser.add_argument("--language", default="", help="Only editions in this language.")
    parser.add_argument("--clinic", default="", help="Only the clinic with this short name.")
    parser.add_argument(
        "--concern", choices=[concern.value for concern in Concern], help="Only where this is found."
    )


def _matrix_arguments(parser: CommandParser) -> None:
    _scope_arguments(parser)
    parser.add_argument("--page", default="", help="The key of one library page: its parts, one by one.")


def _who_arguments(parser: CommandParser) -> None:
    parser.add_argument(
        "words", help="A block's id, a word of its heading, the name of its type, or a field."
    )
    _scope_arguments(parser)


def _correction_argument(parser: CommandParser) -> None:
    parser.add_argument("correction", type=int, help="The number of the correction.")


def _open_argument(parser: CommandParser) -> None:
    parser.add_argument("--open", action="store_true", help="Only those not done.")


def _acknowledge_arguments(parser: CommandParser) -> None:
    _correction_argument(parser)
    parser.add_argument("clinic", help="The short name of the clinic.")
    parser.add_argument("--note", default="", help="What the log shall say.")


def _remind_arguments(parser: CommandParser) -> None:
    parser.add_argument("--day", type=day, help="As if it were this day, as 2026-03-31.")


EDITION_COMMANDS: tuple[Subcommand, ...] = (
    Subcommand("matrix", "Library pages by what the clinics made of them.", run_matrix, _matrix_arguments),
    Subcommand("who-replaces", "Who decided about a part of the library.", run_who_replaces, _who_arguments),
    Subcommand("reindex", "Make the index of decisions anew, and say what was wrong in it.", run_reindex),
)
RELEASE_COMMANDS: tuple[Subcommand, ...] = (
    Subcommand(
        "corrections",
        "Corrections and how many clinics acknowledged them.",
        run_corrections,
        _open_argument,
    ),
    Subcommand("report", "Who acknowledged a correction.", run_report, _correction_argument),
    Subcommand(
        "acknowledge", "Acknowledge a correction for a clinic.", run_acknowledge, _acknowledge_arguments
    ),
    Subcommand("remind", "Send the reminders that are due.", run_remind, _remind_arguments),
)
COMMANDS = EDITION_COMMANDS
