"""``manage.py starttheme NAME``: a small theme that works, to begin from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.themes.manifest import BASE
from cms.themes.scaffold.starting import start_theme


class Command(BaseCommand):
    help = "Write a small theme that works: into themes/, or as a package of its own."
    # Nothing of the database is needed, nor that everything else is in order.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="Permanent: lower-case letters, digits and underscores.")
        parser.add_argument(
            "--parent", default=BASE, help="The theme that it builds on; without it the base."
        )
        parser.add_argument(
            "--to", type=Path, metavar="FOLDER", help="Write a package of its own into FOLDER."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            folder = start_theme(options["name"], parent=options["parent"], to=options["to"])
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        except OSError as error:
            raise CommandError(f"Nothing was written: {error}") from error
        self.stdout.write(f"The theme is in {folder}. manage.py check says what is wrong with it.")
