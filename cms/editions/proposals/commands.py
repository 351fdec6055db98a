"""Proposals for scripts: ``manage.py editions propose …`` and ``manage.py releases accept-proposal …``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError, CommandParser

from cms.clinics.queries import clinics_of
from cms.editions.commands import Subcommand
from cms.editions.models import Edition, Proposal
from cms.editions.proposals import actions
from cms.editions.proposals.labels import line
from cms.editions.proposals.queries import may_release
from cms.library.models import ReleaseClass


def described(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal as JSON: who offers what for which part, and the answer."""
    return {
        "id": proposal.pk,
        "clinic": proposal.clinic.slug,
        "edition": proposal.edition_id,
        "library_page": proposal.library_page_id,
        "target": proposal.target,
        "name": line(proposal).name,
        "note": proposal.note,
        "state": str(proposal.state),
        "reason": proposal.reason,
        "release": proposal.release_id,
        "proposed_at": proposal.proposed_at.isoformat(),
    }


def _propose(options: Mapping[str, Any]) -> dict[str, Any]:
    edition = Edition.objects.filter(pk=options["edition"]).first()
    if edition is None:
        raise CommandError(f"There is no edition {options['edition']}.")
    return described(actions.propose(edition, options["target"], note=options["note"], user=options["user"]))


def _proposals(options: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = Proposal.everywhere.select_related("clinic").order_by("pk")
    user = options["user"]
    if user is not None and not may_release(user):
        found = found.filter(clinic__in=clinics_of(user).values("pk"))
    if options["clinic"]:
        found = found.filter(clinic__slug=options["clinic"])
    if options["state"]:
        found = found.filter(state=options["state"])
    return [described(proposal) for proposal in found]


def _withdraw(options: Mapping[str, Any]) -> dict[str, Any]:
    return described(actions.withdraw(_proposal(options), user=options["user"], reason=options["reason"]))


def _accept(options: Mapping[str, Any]) -> dict[str, Any]:
    accepted = actions.accept(
        _proposal(options),
        user=options["user"],
        release_class=options["release_class"],
        note=options["note"],
        merged=options["merged"],
    )
    return described(accepted)


def _decline(options: Mapping[str, Any]) -> dict[str, Any]:
    return described(actions.decline(_proposal(options), user=options["user"], reason=options["reason"]))


def _proposal(options: Mapping[str, Any]) -> Proposal:
    found: Proposal | None = Proposal.everywhere.filter(pk=options["proposal"]).first()
    if found is None:
        raise CommandError(f"There is no proposal {options['proposal']}.")
    return found


def _ask_offer(parser: CommandParser) -> None:
    parser.add_argument("edition", type=int, help="the id of the edition")
    parser.add_argument("target", help="the id of its block, or the name of its field")
    parser.add_argument("--note", default="", help="why the library should have it")


def _ask_filter(parser: CommandParser) -> None:
    parser.add_argument("--clinic", default="", help="the slug of a clinic")
    parser.add_argument("--state", default="", choices=("", *Proposal.State.values))


def _ask_proposal(parser: CommandParser) -> None:
    parser.add_argument("proposal", type=int, help="the id of the proposal")


def _ask_withdrawal(parser: CommandParser) -> None:
    _ask_proposal(parser)
    parser.add_argument("--reason", default="", help="why it is taken back")


def _ask_acceptance(parser: CommandParser) -> None:
    _ask_proposal(parser)
    classes = (ReleaseClass.EDITORIAL.value, ReleaseClass.SUBSTANTIVE.value)
    parser.add_argument("--class", dest="release_class", choices=classes, default=classes[0])
    parser.add_argument("--note", default="", help="the note for clinics")
    parser.add_argument("--merged", action="store_true", help="together with the library's own changes")


def _ask_refusal(parser: CommandParser) -> None:
    _ask_proposal(parser)
    parser.add_argument("--reason", required=True, help="why; the clinic reads it")


EDITION_COMMANDS: tuple[Subcommand, ...] = (
    Subcommand("propose", "Offer a clinic's own text to the library.", _propose, _ask_offer),
    Subcommand("withdraw", "Take a proposal back.", _withdraw, _ask_withdrawal),
    Subcommand("proposals", "Proposals and their answers.", _proposals, _ask_filter),
)
RELEASE_COMMANDS: tuple[Subcommand, ...] = (
    Subcommand("accept-proposal", "Release a clinic's proposal.", _accept, _ask_acceptance),
    Subcommand("decline-proposal", "Refuse a clinic's proposal.", _decline, _ask_refusal),
)
