"""The demo network as ``make demo`` serves it: the application server, hashed static files, no debugging."""

from __future__ import annotations

import shutil
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tests.journeys.network import SERVER_ADDRESS, Network
from tests.programs import running_python

SECONDS = 60


@contextmanager
def served_as_by_make(network: Network, folder: Path) -> Iterator[int]:
    """Serve a copy of the network as it was loaded, with its pictures, and return the port that it is on."""
    database = folder / "meridian.sqlite3"
    shutil.copyfile(network.template, database)
    (folder / "media").symlink_to(settings.MEDIA_ROOT)
    port, log = _free_port(), folder / "served.log"
    options = {
        "DATABASE_URL": f"sqlite:///{database}",
        "MERIDIAN_VAR": str(folder),
        "DJANGO_DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
    }
    with running_python("manage.py", "demo", "--port", str(port), log=log, **options) as program:
        deadline = time.monotonic() + SECONDS
        while not _answers(port):
            if program.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The demo network is not served:\n{log.read_text('utf-8')}")
            time.sleep(0.2)
        yield port


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((SERVER_ADDRESS, 0))
        return probe.getsockname()[1]


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://{SERVER_ADDRESS}:{port}/", timeout=5)
    except urllib.error.HTTPError:
        return True  # no clinic has this host, and the application says so
    except OSError:
        return False
    return True
