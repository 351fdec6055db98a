"""What scripts can do: subcommands of ``manage.py editions`` and ``manage.py releases`` that print JSON.

Each part of this package offers its own in a module ``commands``; the two commands put them together.
"""

from __future__ import annotations

import datetime
import json
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.clinics.commands import acting_user, add_user
from cms.streams.sentences import sentences


def day(written: str) -> datetime.date:
    """Return the day that an argument names; give it to ``add_argument`` as its ``type``."""
    try:
        return datetime.date.fromisoformat(written)
    except ValueError as error:
        raise ArgumentTypeError(f"“{written}” is not a day. Write it like this: 2026-12-31") from error


@dataclass(frozen=True, slots=True)
class Subcommand:
    """One thing that a script can do.

    ``run`` gets the parsed options, ``user`` among them as a ``User`` or ``None``, and returns what is
    printed as JSON. It raises ``CommandError`` or ``ValidationError`` in a sentence that says what is wrong.
    """

    name: str
    help: str
    run: Callable[[Mapping[str, Any]], Any]
    add_arguments: Callable[[CommandParser], None] = lambda parser: None


class SubcommandsCommand(BaseCommand):
    """A management command that is made of ``subcommands``, each with a name of its own."""

    subcommands: Iterable[Subcommand] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        add_user(parser)
        parsers = parser.add_subparsers(dest="subcommand", required=True, metavar="subcommand")
        for one in self.subcommands:
            own = parsers.add_parser(one.name, help=one.help, description=one.help)
            one.add_arguments(own)
            own.set_defaults(run=one.run)

    def handle(self, *args: Any, **options: Any) -> None:
        options["user"] = acting_user(options["user"])
        try:
            found = options["run"](options)
        except ValidationError as refused:
            raise CommandError(" ".join(sentences(refused))) from refused
        except PermissionDenied as refused:
            raise CommandError(str(refused) or "This user may not do that.") from refused
        except OverflowError as error:
            raise CommandError("There is nothing with such a large number.") from error
        self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False, default=str))
