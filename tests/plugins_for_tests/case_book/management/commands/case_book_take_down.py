"""``manage.py case_book_take_down``: take down at once what the next run in the background would."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from cms.plugins.api import PluginCommand, PluginContext
from tests.plugins_for_tests.case_book.ending import take_down_ended


class Command(PluginCommand):
    plugin = "case_book"
    help = "Take the cases of people whose consent has ended off the site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--until", type=date.fromisoformat, metavar="DAY", help="By a day to come.")

    def handle_clinic(self, context: PluginContext, **options: Any) -> str:
        until = options["until"] or timezone.localdate()
        if until < timezone.localdate():
            raise CommandError(f"{until} is over. Give a day to come.")
        return f"{context.clinic.name}: {take_down_ended(context, until)} taken down."
