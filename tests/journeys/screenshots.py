"""Pictures of the demo sites, for people to look at: ``make screenshots`` puts them into ``var/screenshots``.

They are taken of the demo network that is being served (``make demo``); name another port with ``--port``.
"""

from __future__ import annotations

import argparse
import os
import sys
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

from tests.journeys.chromium import ChromiumMissingError, find_chromium, launch

PAGES = {
    "newyork-home": ("newyork", "/"),
    "newyork-sciatica": ("newyork", "/conditions/sciatica/"),
    "minnetonka-home": ("minnetonka", "/"),
    "minnetonka-sciatica": ("minnetonka", "/conditions/sciatica/"),
    "aalborg-home": ("aalborg", "/"),
    "aalborg-iskias": ("aalborg", "/lidelser/iskias/"),
    "aalborg-sciatica": ("aalborg", "/en/conditions/sciatica/"),
    "newyork-missing": ("newyork", "/nothing/"),
}
SCREENS = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
SCHEMES = ("light", "dark")
FOLDER = Path(os.environ.get("MERIDIAN_VAR", "var")) / "screenshots"
# Lazily loaded pictures come when they are scrolled to.
SHOW_PICTURES = """
async () => {
  for (const image of document.images) image.loading = 'eager';
  await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
}
"""


def main() -> None:
    """Take every picture, or say on standard error why not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="where the demo is served (8000)")
    port = parser.parse_args().port
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        with sync_playwright() as playwright:
            take_all(launch(playwright, find_chromium()), port)
    except ChromiumMissingError as error:
        sys.exit(str(error))
    except Error as error:
        sys.exit(f"No demo network is served at port {port}. Start it with: make demo\n{error.message}")


def take_all(browser: Browser, port: int) -> None:
    """Take each page on each screen in each scheme."""
    for (screen, size), scheme in product(SCREENS.items(), SCHEMES):
        context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
        page = context.new_page()
        for name, (host, path) in PAGES.items():
            page.goto(f"http://{host}.localhost:{port}{path}")
            page.evaluate(SHOW_PICTURES)
            target = FOLDER / f"{name}-{screen}-{scheme}.png"
            page.screenshot(path=target, full_page=True)
            sys.stdout.write(f"{target}\n")
        context.close()


if __name__ == "__main__":
    main()
