"""Every type of page in every theme, on both screens, in both schemes: how it is taken and compared."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page

from tests.journeys.people import DESKTOP, PHONE

if TYPE_CHECKING:
    from tests.journeys.network import Network

REFERENCES = Path(__file__).parent / "references"
SCREENS = {"phone": PHONE, "desktop": DESKTOP}
SCHEMES = ("light", "dark")
# The clinic that wears each theme, and its pages by type.
PATHS = {
    "home": "/",
    "section": "/conditions/",
    "condition": "/conditions/sciatica/",
    "treatment": "/treatments/auriculotherapy/",
    "plain": "/first-visit-and-prices/",
    "news-list": "/news/",
    "news": "/news/open-late/",
    "search": "/-/search/?q=pain",
    "search-empty": "/-/search/?q=zeppelin",
    "missing": "/nothing-is-here/",
}
SITES: dict[str, tuple[str, dict[str, str]]] = {
    "hudson": ("newyork", PATHS),
    "lakeside": ("minnetonka", PATHS | {"news": "/news/snow-days/"}),
    "limfjord": (
        "aalborg",
        {
            "home": "/",
            "section": "/lidelser/",
            "condition": "/lidelser/iskias/",
            "treatment": "/behandlinger/oereakupunktur/",
            "plain": "/foerste-besoeg-og-priser/",
            "news-list": "/nyt/",
            "news": "/nyt/efteraarsferie/",
            "search": "/-/search/?q=smerter",
            "search-empty": "/-/search/?q=zeppeliner",
            "missing": "/intet-er-her/",
        },
    ),
}
SCALE = 2
"""References are kept at half the size: what people would call a difference is seen at that."""

COARSE = 4
"""Differences are looked for in squares of so many pixels: the edges of letters count little there."""

SLIGHT = 20
"""Of 255: how far a square may differ in a colour and still count as the same."""

# Lazily loaded pictures come when they are scrolled to.
SHOW_PICTURES = """
async () => {
  for (const image of document.images) image.loading = 'eager';
  await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
  await document.fonts.ready;
}
"""


@dataclass(frozen=True, slots=True)
class View:
    """One page of one theme on one screen in one scheme."""

    theme: str
    page: str
    screen: str
    scheme: str

    @property
    def reference(self) -> Path:
        """Where the picture is kept that it is compared with."""
        return REFERENCES / self.theme / f"{self.page}-{self.screen}-{self.scheme}.webp"

    def address(self, network: Network) -> str:
        host, paths = SITES[self.theme]
        return network.address(host, paths[self.page])


def views(screen: str, scheme: str, theme: str) -> Iterator[View]:
    """Yield every type of page of a theme."""
    for page in SITES[theme][1]:
        yield View(theme, page, screen, scheme)


def window(browser: Browser, screen: str, scheme: str) -> Page:
    """Open a window of that size and scheme in which nothing moves."""
    context = browser.new_context(viewport=SCREENS[screen], color_scheme=scheme, reduced_motion="reduce")
    return context.new_page()


def take(page: Page, address: str) -> Image.Image:
    """Return the whole page at ``address`` as a picture, at the scale of the references."""
    page.goto(address)
    page.evaluate(SHOW_PICTURES)
    full = Image.open(io.BytesIO(page.screenshot(full_page=True, animations="disabled"))).convert("RGB")
    return full.reduce(SCALE)


def difference(seen: Image.Image, reference: Image.Image) -> float:
    """Return which share of the two pictures is not the same, from 0 to 1; what one has alone differs."""
    size = (max(seen.width, reference.width), max(seen.height, reference.height))
    grounds = [Image.new("RGB", size, (255, 0, 255)), Image.new("RGB", size, (0, 255, 0))]
    for ground, picture in zip(grounds, (seen, reference), strict=True):
        ground.paste(picture)
    apart = ImageChops.difference(*(ground.reduce(COARSE) for ground in grounds))
    strongest = ImageChops.lighter(ImageChops.lighter(*apart.split()[:2]), apart.split()[2])
    differing = sum(strongest.histogram()[SLIGHT:])
    return differing / (strongest.width * strongest.height)
