"""The demo network on a live server: loaded once, and put back as it was before every journey."""

from __future__ import annotations

import gc
import io
import json
import sqlite3
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import connection, connections
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Page

from cms.demo.actions import draw_pictures, load_demo

Answer = TypeVar("Answer")

SERVER_ADDRESS = "127.0.0.1"
QUIET = 0.25  # seconds without a request
# Requests come in parallel; what a journey writes need not survive a power cut.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
}


class Traffic:
    """The requests that the server is answering. A browser that closes leaves its last ones, an autosave say,
    to be answered all the same.
    """

    def __init__(self) -> None:
        self._count = 0
        self._lock = threading.Lock()
        request_started.connect(self._begin)
        request_finished.connect(self._end)

    def wait_for_quiet(self, seconds: float = 30) -> None:
        """Return when nothing was being answered for a moment; raises ``TimeoutError``."""
        deadline = time.monotonic() + seconds
        quiet_since = time.monotonic()
        while time.monotonic() - quiet_since < QUIET:
            if self._count:
                quiet_since = time.monotonic()
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self._count} requests were still being answered after {seconds} s.")
            time.sleep(QUIET / 5)

    def _begin(self, **kwargs: Any) -> None:
        with self._lock:
            self._count += 1

    def _end(self, **kwargs: Any) -> None:
        with self._lock:
            self._count -= 1


@dataclass(frozen=True, slots=True)
class Network:
    """The demo network as it answers on ``port``; ``template`` is a copy of its database, never written to.

    Playwright keeps an event loop in the thread of the tests, where Django refuses to ask its database.
    ``thread`` is where such questions are asked.
    """

    port: int
    template: Path
    thread: ThreadPoolExecutor
    traffic: Traffic

    def address(self, host: str, path: str = "/") -> str:
        """Return the address of ``path`` on a host of the network: ``address("newyork", "/conditions/")``."""
        return f"http://{host}.localhost:{self.port}{path}"

    def ask(self, question: Callable[[], Answer]) -> Answer:
        """Return what ``question`` answers when it is called where the database may be asked."""
        return self.thread.submit(question).result()

    def page_id(self, url_path: str) -> int:
        """Return the id of the page at a place in the page tree: ``/newyork/conditions/sciatica/``."""
        return self.ask(lambda: Page.objects.get(url_path=url_path).pk)

    def explain(self, host: str, path: str) -> dict[str, Any]:
        """Return what ``manage.py explain --json`` says about an address."""
        output = io.StringIO()
        self.ask(lambda: call_command("explain", f"{host}.localhost", path, "--json", stdout=output))
        return json.loads(output.getvalue())

    def restore(self) -> None:
        """Put the database back as it was loaded, after the last request of an earlier journey."""
        self.traffic.wait_for_quiet()
        self.ask(self._restore)

    def _restore(self) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(self.template)) as source:
            source.backup(connection.connection)
        cache.clear()


def serve_demo(folder: Path) -> Iterator[Network]:
    """Make a database in ``folder``, load the demo network into it and serve it."""
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(max_workers=1) as thread:
        # In a file, each thread of the server has a connection of its own.
        patch.setitem(connection.settings_dict, "NAME", str(folder / "journeys.sqlite3"))
        patch.setitem(connection.settings_dict, "OPTIONS", SQLITE_OPTIONS)
        server = LiveServer(SERVER_ADDRESS)
        network = Network(server.thread.port, folder / "template.sqlite3", thread, Traffic())
        try:
            network.ask(lambda: _load(network))
            yield network
        finally:
            network.ask(connections.close_all)
            server.stop()


def _load(network: Network) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    load_demo(network.port, print)
    with warnings.catch_warnings():
        # Wagtail leaves the temporary files of large pictures to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        draw_pictures(print)
        gc.collect()
    with closing(sqlite3.connect(network.template)) as copy:
        connection.connection.backup(copy)
