"""What a phone loads of a page that it sees for the first time and that is read to its end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, Request

from tests.journeys.people import PHONE

PIXELS_TO_THE_POINT = 3  # as many as phones have; more pixels make larger pictures
STEPS = 60
PAUSE = 30  # milliseconds

LAYOUT_SHIFT = """
() => new Promise((done) => {
    let shift = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(shift), 300);
})
"""
PICTURES = """
() => [...document.querySelectorAll("main img")].filter((one) => one.checkVisibility()).map((one) => ({
    file: one.currentSrc,
    loading: one.loading,
    decoding: one.decoding,
    priority: one.fetchPriority,
    is_measured: one.hasAttribute("width") && one.hasAttribute("height"),
    pixels: one.getBoundingClientRect().width * window.devicePixelRatio,
    widths: Object.fromEntries(
        [...one.parentElement.querySelectorAll("source[type='image/avif']")]
            .flatMap((source) => source.srcset.split(", "))
            .map((each) => each.split(" "))
            .map(([address, width]) => [new URL(address, location.href).href, parseInt(width)])
    ),
}))
"""
PRELOADED = (
    "() => [...document.querySelectorAll('link[rel=preload][as=image]')].map((one) => one.imageSrcset)"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as the page asks for it; ``widths`` are those of the files that it offers as AVIF."""

    file: str
    loading: str
    decoding: str
    priority: str
    is_measured: bool
    pixels: float
    widths: dict[str, int]

    @property
    def is_too_wide(self) -> bool:
        """Whether a narrower file would have done, give or take five in a hundred."""
        enough = [width for width in self.widths.values() if width >= self.pixels * 0.95]
        return self.file not in self.widths or (bool(enough) and self.widths[self.file] > min(enough))


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded: bytes and kind by address, headers and compressed body; and what came of it."""

    bytes: dict[str, int]
    kinds: dict[str, str]
    times: Counter[str]
    pictures: list[Picture]
    preloaded: list[str]
    layout_shift: float

    def weight(self, *, with_pictures: bool = True) -> int:
        """Return the bytes of everything, or of everything but pictures."""
        return sum(
            number for one, number in self.bytes.items() if with_pictures or self.kinds[one] != "image"
        )


def read_to_the_end(browser: Browser, address: str) -> Loaded:
    """Open a page on a phone that has seen nothing of the site before, and go down to its end."""
    context = browser.new_context(
        viewport=PHONE, device_scale_factor=PIXELS_TO_THE_POINT, is_mobile=True, has_touch=True
    )
    try:
        return _loaded(context.new_page(), address)
    finally:
        context.close()


def _loaded(page: Page, address: str) -> Loaded:
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto(address)
    for step in range(STEPS + 1):
        page.evaluate("part => window.scrollTo(0, document.body.scrollHeight * part)", step / STEPS)
        page.wait_for_timeout(PAUSE)
    page.wait_for_load_state("networkidle")
    return Loaded(
        bytes={request.url: _bytes(request) for request in requests},
        kinds={request.url: request.resource_type for request in requests},
        times=Counter(request.url for request in requests),
        pictures=[Picture(**said) for said in page.evaluate(PICTURES)],
        preloaded=page.evaluate(PRELOADED),
        layout_shift=page.evaluate(LAYOUT_SHIFT),
    )


def _bytes(request: Request) -> int:
    sizes: Any = request.sizes()
    return sizes["responseHeadersSize"] + sizes["responseBodySize"]
