"""Bring the message catalogues up to date with the texts in code and templates."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.locales.catalogues import (
    catalogue_files,
    collect_messages,
    read_catalogue,
    unfinished_messages,
    updated_catalogue,
)


class Command(BaseCommand):
    help = "Collect the texts to translate from code and templates into the message catalogues."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Write nothing; fail when a catalogue is out of date or unfinished.",
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        package = settings.PROJECT / "cms"
        problems = []
        for file in catalogue_files(package):
            text = updated_catalogue(file, collect_messages(package))
            outdated = text != file.read_text(encoding="utf-8")
            name = file.relative_to(settings.PROJECT)
            if outdated and check:
                problems.append(f"{name} is out of date: run `make messages`.")
            elif outdated:
                file.write_text(text, encoding="utf-8")
            unfinished = unfinished_messages(read_catalogue(file))
            problems += [f"{name} has no finished translation of: {message}" for message in unfinished]
            self.stdout.write(f"{name}: {len(unfinished)} to translate")
        if check and problems:
            raise CommandError("\n".join(problems))
