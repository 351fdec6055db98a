"""The inbox for scripts: what waits, the answers, and taking them back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.management.base import CommandError, CommandParser

from cms.clinics.models import Clinic
from cms.clinics.records import clinic_for_page_path
from cms.editions.commands import Subcommand
from cms.editions.models import Answer, Edition
from cms.editions.resolving.values import SourceBlock
from cms.editions.updates import actions
from cms.editions.updates.models import Choice
from cms.editions.updates.queries import answers_of, waiting
from cms.editions.updates.rights import check_answer
from cms.editions.updates.showing import name_of, name_of_answer, summary
from cms.editions.updates.values import Ask, Side, Waiting

Options = Mapping[str, Any]
CHOICES = {"accept": Choice.ACCEPT, "keep": Choice.KEEP, "merge": Choice.MERGE}


def run_inbox(options: Options) -> list[dict[str, Any]]:
    """Return what waits for a clinic."""
    clinic = _clinic(options)
    return [_item(item) for item in waiting(clinic, options["language"] or None)]


def run_log(options: Options) -> list[dict[str, Any]]:
    """Return the answers of a clinic, newest first."""
    return [_answer(answer) for answer in answers_of(_clinic(options))[: options["limit"]]]


def run_answer(verb: Callable[..., Answer]) -> Callable[[Options], dict[str, Any]]:
    """Return what runs one answer about one target of an edition."""

    def run(options: Options) -> dict[str, Any]:
        given = {"user": options["user"], "reason": options["reason"], "shown": options["shown"]}
        return _answer(verb(_edition(options), _target(options["target"]), **given))

    return run


def run_merge(options: Options) -> dict[str, Any]:
    """Merge, with ``--take 0=library`` for each place that both sides changed."""
    given = {"user": options["user"], "reason": options["reason"], "shown": options["shown"]}
    picks = dict(_pick(one) for one in options["take"])
    return _answer(actions.take_merge(_edition(options), _target(options["target"]), picks=picks, **given))


def run_rewrite(options: Options) -> dict[str, Any]:
    """Store a new version, given as JSON."""
    given = {"user": options["user"], "reason": options["reason"], "shown": options["shown"]}
    try:
        value = json.loads(options["value"])
    except ValueError as error:
        raise CommandError(f"The value is no JSON: {error}") from error
    return _answer(actions.rewrite(_edition(options), _target(options["target"]), value, **given))


def run_all(options: Options) -> dict[str, Any]:
    """Give one answer to everything that waits for a clinic."""
    asks = [
        Ask(one.edition.pk, one.target, one.stamp) for one in waiting(_clinic(options), with_merges=False)
    ]
    outcome = actions.answer_all(
        CHOICES[options["choice"]], asks, user=options["user"], reason=options["reason"]
    )
    refused = [
        {"edition": ask.edition_id, "target": ask.target, "why": why} for ask, why in outcome.refused.items()
    ]
    return {"done": [_answer(one) for one in outcome.done], "refused": refused}


def run_undo(options: Options) -> dict[str, Any]:
    """Take an answer back."""
    answer = Answer.everywhere.filter(pk=options["answer"]).first()
    if answer is None:
        raise CommandError(f"There is no answer {options['answer']}.")
    return _answer(actions.undo(answer, user=options["user"], reason=options["reason"]))


def _clinic(options: Options) -> Clinic:
    found: Clinic | None = Clinic.objects.filter(slug=options["clinic"]).first()
    if found is None:
        raise CommandError(f"There is no clinic {options['clinic']}.")
    check_answer(options["user"], found.pk)
    return found


def _edition(options: Options) -> Edition:
    found: Edition | None = Edition.objects.filter(pk=options["edition"]).first()
    if found is None or clinic_for_page_path(found.path) is None:
        raise CommandError(f"There is no edition {options['edition']}.")
    return found


def _target(target: str) -> str:
    return "" if target == "release" else target


def _pick(written: str) -> tuple[int, Side]:
    number, _equals, side = written.partition("=")
    if not number.isdigit() or side not in set(Side):
        raise CommandError(f"Write {written!r} as NUMBER=library or NUMBER=local.")
    return int(number), Side(side)


def _item(item: Waiting) -> dict[str, Any]:
    return {
        "edition": item.edition.pk,
        "page": item.title,
        "language": item.language,
        "target": item.target or "release",
        "name": name_of(item),
        "reasons": sorted(item.reasons),
        "base": _block(item.base),
        "library": _block(item.library),
        "local": _block(item.local),
        "merge": summary(item),
        "conflicts": len(item.merged.conflicts) if item.merged else None,
        "correction": item.correction or None,
        "release": item.release.pk if item.release else None,
        "shown": item.stamp,
    }


def _block(block: SourceBlock | None) -> dict[str, Any] | None:
    return {"type": block.type, "value": block.value} if block else None


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "answer": answer.pk,
        "edition": answer.edition_id,
        "target": answer.target or "release",
        "name": name_of_answer(answer),
        "choice": answer.choice,
        "why": answer.reason,
        "user": answer.user.email if answer.user else None,
        "when": answer.answered_at,
        "undone": answer.undone_at,
    }


def _of_clinic(parser: CommandParser) -> None:
    parser.add_argument("clinic", help="The clinic's short name, for example newyork")


def _of_inbox(parser: CommandParser) -> None:
    _of_clinic(parser)
    parser.add_argument("--language", action="append", default=[], help="Only pages in this language.")


def _of_log(parser: CommandParser) -> None:
    _of_clinic(parser)
    parser.add_argument("--limit", type=int, default=100, help="How many answers at most (100).")


def _of_item(parser: CommandParser) -> None:
    parser.add_argument("edition", type=int, help="The edition's id")
    parser.add_argument("target", help="A block's id, a field's name, or “release”")
    parser.add_argument("--shown", default="", help="Refuse if the item is not the one with this stamp.")
    _why(parser)


def _of_merge(parser: CommandParser) -> None:
    _of_item(parser)
    parser.add_argument(
        "--take", action="append", default=[], metavar="NUMBER=SIDE", help="Whose words: library or local."
    )


def _of_rewrite(parser: CommandParser) -> None:
    _of_item(parser)
    parser.add_argument("--value", required=True, help="The stored value of the block or field, as JSON.")


def _of_all(parser: CommandParser) -> None:
    parser.add_argument("choice", choices=sorted(CHOICES), help="The answer")
    _of_clinic(parser)
    _why(parser)


def _of_undo(parser: CommandParser) -> None:
    parser.add_argument("answer", type=int, help="The answer's id, see the log")
    _why(parser)


def _why(parser: CommandParser) -> None:
    parser.add_argument("--reason", default="", help="Why; it is kept with the answer.")


EDITION_COMMANDS: tuple[Subcommand, ...] = (
    Subcommand("inbox", "What waits for a clinic's decision.", run_inbox, _of_inbox),
    Subcommand("accept", "Take the library's version.", run_answer(actions.accept), _of_item),
    Subcommand("keep", "Keep the clinic's version.", run_answer(actions.keep), _of_item),
    Subcommand("merge", "Take both changes together.", run_merge, _of_merge),
    Subcommand("rewrite", "Store a new version of the clinic's own.", run_rewrite, _of_rewrite),
    Subcommand("answer-all", "Give one answer to everything that waits.", run_all, _of_all),
    Subcommand("undo", "Take an answer back.", run_undo, _of_undo),
    Subcommand("log", "The answers of a clinic.", run_log, _of_log),
)
