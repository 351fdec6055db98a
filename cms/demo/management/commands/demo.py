"""``manage.py demo``: set up the demo network and serve it."""

from __future__ import annotations

import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from cms.clinics.models import Clinic
from cms.conf import options as meridian
from cms.demo.actions import draw_pictures, load_demo, move_to_port
from cms.demo.staff import PASSWORD, logins
from cms.demo.state import DatabaseState, database_state

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = (
        "Load the demo network into the configured database and serve it. A second run keeps what was edited."
    )
    # A theme or plugin with a fault is shown in the admin; the sites have a stand-in for it, and must start.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-server", action="store_true", help="Load the demo network and stop.")
        parser.add_argument("--port", type=int, default=8000, help="The port to serve on (8000).")
        parser.add_argument(
            "--reset", action="store_true", help="Drop the demo network, with all edits, and start over."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["no_server"]:
            self._check_port(options["port"])
        state = self._database_state()
        if options["reset"] and state is DatabaseState.GROWN:
            raise CommandError(
                "The demo network has clinics of your own by now, and a reset would drop them. "
                "Nothing was changed."
            )
        self._step("Database")
        call_command("migrate", interactive=False, verbosity=0)
        self._step("Static files")
        call_command("collectstatic", interactive=False, verbosity=0)
        if options["reset"] and state is not DatabaseState.EMPTY:
            self._step("Dropping the demo network")
            call_command("flush", interactive=False, verbosity=0)
        self._load(options["port"])
        if options["no_server"]:
            return
        self._announce(options["port"])
        self._serve(options["port"])

    def _step(self, message: str) -> None:
        self.stdout.write(f"  {message} …")
        self.stdout.flush()

    def _check_port(self, port: int) -> None:
        if not 0 < port < 65_536:
            raise CommandError(f"{port} is not a port. Choose one between 1 and 65535.")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} is in use. Stop what runs there, or choose another one: "
                    f"make demo PORT={port + 1}"
                ) from error

    def _database_state(self) -> DatabaseState:
        """Look before anything is written: a database with other content stays as it is."""
        try:
            state = database_state()
        except Error as error:
            raise CommandError(
                f"The database cannot be used: {error}. Check DATABASE_URL; without it, a file in var/ is "
                "used."
            ) from error
        if state is DatabaseState.OTHER:
            raise CommandError(
                "The database holds other content than the demo network's. Nothing was loaded and nothing "
                "was changed. Point DATABASE_URL at an empty database."
            )
        return state

    def _load(self, port: int) -> None:
        if database_state() is not DatabaseState.EMPTY:
            self._step("The demo network is there already; what was edited is kept")
            move_to_port(port)
            return
        load_demo(port, self._step)
        for problem in draw_pictures(self._step):
            self.stderr.write(f"  {problem}")

    def _announce(self, port: int) -> None:
        self.stdout.write("")
        for clinic in Clinic.objects.select_related("site"):
            self.stdout.write(f"  {clinic.name:<22} http://{clinic.site.hostname}:{port}/")
        self.stdout.write(f"  {'Admin':<22} http://{meridian.ADMIN_HOST}:{port}/\n\n")
        self.stdout.write(f"  Logins, each with the password {PASSWORD!r}:")
        for role, email in logins():
            self.stdout.write(f"  {role:<32} {email}")
        self.stdout.write("\n  Stop with Ctrl-C. Start over with: make demo-reset\n")
        self.stdout.flush()

    def _serve(self, port: int) -> None:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings.SETTINGS_MODULE)
        os.environ.setdefault("WAGTAILADMIN_BASE_URL", f"http://{meridian.ADMIN_HOST}:{port}")
        command = ["-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
        quiet = ["--log-level", "warning", "cms.wsgi:application"]
        # Granian takes over this process, so that Ctrl-C stops it.
        os.execv(sys.executable, [sys.executable, *command, *quiet])  # noqa: S606 -- a fixed command, no shell wanted
