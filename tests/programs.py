"""Programs that tests start, with a database and a cache that no other worker of pytest-xdist uses."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings


def run_python(
    *arguments: str, cwd: Path = settings.PROJECT, paths: Iterable[Path] = (), **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run this Python with ``arguments`` and return what it said.

    ``paths`` are searched for packages first; ``variables`` add to the environment.
    """
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**_environment(), "PYTHONPATH": os.pathsep.join(map(str, paths)), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def running_python(*arguments: str, log: Path, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run this Python with ``arguments`` while a ``with`` block lasts; what it says is in ``log``."""
    with log.open("wb") as output:
        program = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.PROJECT,
            env={**_environment(), **variables},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield program
        finally:
            program.terminate()
            program.wait(timeout=30)


def _environment() -> dict[str, str]:
    """Return the environment of these tests with the services of this worker, and nothing of pytest's."""
    found = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "DJANGO"))}
    if "DATABASE_URL" in found:
        parts = urlsplit(found["DATABASE_URL"])
        worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
        found["DATABASE_URL"] = urlunsplit(parts._replace(path=f"{parts.path}_program_{worker}"))
    if "CACHE_URL" in found:
        # The settings of the tests have chosen the database of this worker, which waits for the program.
        found["CACHE_URL"] = settings.CACHES["default"]["LOCATION"]
    return found
