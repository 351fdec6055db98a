"""``manage.py startplugin NAME``: a small plugin that works, to begin from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.plugins.scaffold.parts import DEFAULT, PARTS
from cms.plugins.scaffold.starting import start_plugin


class Command(BaseCommand):
    help = "Write a small plugin that works, with its tests: into plugins/, or as a package of its own."
    # Nothing of the database is needed, nor that everything else is in order.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="Permanent: lower-case letters, digits and underscores.")
        parser.add_argument(
            "--with",
            default=",".join(DEFAULT),
            metavar="PARTS",
            help=f"What it has, of {', '.join(PARTS)}, with commas between; without it {', '.join(DEFAULT)}.",
        )
        parser.add_argument(
            "--to", type=Path, metavar="FOLDER", help="Write a package of its own into FOLDER."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        parts = [part.strip() for part in options["with"].split(",") if part.strip()]
        try:
            places = start_plugin(options["name"], parts, to=options["to"])
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        except OSError as error:
            raise CommandError(f"Nothing was written: {error}") from error
        self.stdout.write(f"The plugin is in {places.package}, its tests are in {places.tests}.")
