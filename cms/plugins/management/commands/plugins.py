"""``manage.py plugins …``: what is installed, what is loaded, and what clinics have switched on."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.clinics.commands import add_user, database_in_sentences
from cms.plugins.commands import MODULES


class Command(BaseCommand):
    help = "List and check the plugins, allow them for the network, switch them on and off for a clinic."
    # With these commands one gets rid of a plugin that the system checks object to.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        add_user(parser)
        parsers = parser.add_subparsers(dest="subcommand", required=True, metavar="subcommand")
        for module in MODULES:
            module.add_to(parsers)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with database_in_sentences():
                found = options["run"](options)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        except PermissionDenied as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False))
