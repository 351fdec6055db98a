"""Debian's Chromium, driven by Playwright; the browsers that Playwright itself offers are not used."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

PATH = os.environ.get("CHROMIUM", "/usr/bin/chromium")
OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A click on a link that leads elsewhere goes nowhere, whatever it leads to.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE *.localhost",
]


class ChromiumMissingError(Exception):
    """There is no browser where one is looked for."""

    def __str__(self) -> str:
        return (
            f"This needs a browser, and there is none at {PATH}. "
            "Install it (apt-get install chromium), or name another one in CHROMIUM."
        )


def find_chromium() -> str:
    """Return where the browser is; raises ``ChromiumMissingError``."""
    path = shutil.which(PATH)
    if path is None:
        raise ChromiumMissingError
    return path


def launch(playwright: Playwright, path: str) -> Browser:
    """Start the browser at ``path``."""
    return playwright.chromium.launch(executable_path=path, args=OPTIONS)
