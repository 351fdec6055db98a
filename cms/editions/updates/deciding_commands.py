"""A clinic's decisions for scripts: the same as in the page editor, under the same rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError, CommandParser

from cms.editions.commands import Subcommand
from cms.editions.editor.actions import decide
from cms.editions.models import Edition

Options = Mapping[str, Any]


def run_decide(options: Options) -> dict[str, Any]:
    """Decide about blocks and fields of an edition, and publish it."""
    edition = Edition.objects.filter(pk=options["edition"]).first()
    if edition is None:
        raise CommandError(f"There is no edition {options['edition']}.")
    decide(
        edition,
        replaced=[_json(one) for one in options["replace"]],
        added=[_addition(one) for one in options["add"]],
        hidden=options["hide"],
        shown_again=options["show"],
        reset=options["reset"],
        removed=options["remove"],
        moved=[_pair(one) for one in options["move"]],
        fields={name: _text(value) for name, value in map(_pair, options["field"])},
        reset_fields=options["reset_field"],
        user=options["user"],
        why=options["reason"],
    )
    stored = Edition.objects.get(pk=edition.pk)
    return {
        "edition": stored.pk,
        "local": stored.local.get_prep_value(),
        "fields": stored.fields.get_prep_value(),
    }


def _json(written: str) -> Any:
    try:
        return json.loads(written)
    except ValueError as error:
        raise CommandError(f"This is no JSON: {written!r}.") from error


def _text(written: str) -> Any:
    """Read the value of a field: JSON for a picture, plain words for everything else."""
    return _json(written) if written.startswith("{") else written


def _addition(written: str) -> tuple[str, Any]:
    after, block = _pair(written)
    return after, _json(block)


def _pair(written: str) -> tuple[str, str]:
    first, equals, second = written.partition("=")
    if not equals:
        raise CommandError(f"Write {written!r} with an equals sign between the two parts.")
    return first, second


def _arguments(parser: CommandParser) -> None:
    parser.add_argument("edition", type=int, help="The edition's id")
    for name, meaning in (
        ("--replace", "A stored block as JSON; its id is that of the library block it stands for."),
        ("--add", "AFTER=BLOCK: the id it stands after (empty for the top), and a stored block as JSON."),
        ("--hide", "The id of a library block that is not to show."),
        ("--show", "The id of a hidden library block that is to show again."),
        ("--reset", "The id of a block that goes back to the library's version."),
        ("--remove", "The id of a block of the clinic's own that is to go."),
        ("--move", "BLOCK=AFTER: the id of a block, and the id that it is to stand after."),
        ("--field", "NAME=VALUE: a field of the clinic's own, such as summary."),
        ("--reset-field", "The name of a field that follows the library again."),
    ):
        parser.add_argument(name, action="append", default=[], help=meaning)
    parser.add_argument("--reason", default="", help="Why; it is kept in the log.")


EDITION_COMMANDS: tuple[Subcommand, ...] = (
    Subcommand("decide", "Replace, hide, add, move and reset blocks and fields.", run_decide, _arguments),
)
