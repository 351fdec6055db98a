"""Every sheet of a theme is seen in a browser: light, dark, narrow, turned round and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Any

from cms.gallery.states import State
from cms.testing.chromium import find_chromium, launch
from cms.testing.looks import asking
from cms.testing.looks.findings import Finding, Matter
from cms.testing.looks.serving import address_of, answering
from cms.testing.looks.trial import Look, ThemeTrial

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

WIDE: ViewportSize = {"width": 1280, "height": 1024}
NARROW: ViewportSize = {"width": 320, "height": 256}
"""A phone, and the wide window at 400 % zoom."""
PAPER: ViewportSize = {"width": 794, "height": 1123}
"""A4 at 96 pixels to the inch."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast"]
REFUSED = "Content Security Policy"
ENGLISH = "en"
# A scan takes seconds. These hold nothing that other sheets do not hold as well, but for longer words.
NOT_SCANNED = frozenset(f"blocks/{state}" for state in (State.USUAL, State.NOTHING, State.LONG))
SAME_COLOURS = NOT_SCANNED | {f"blocks/{state}" for state in (State.MINIMAL, State.FOREIGN, State.LABELLED)}


class BrowserMissingError(Exception):
    """The packages that drive a browser are not installed."""

    def __str__(self) -> str:
        return "The kit for themes needs a browser. Install playwright and axe-playwright-python."


@cache
def findings(trial: ThemeTrial) -> tuple[Finding, ...]:
    """Return everything that a browser finds wrong with a theme.

    Raises ``BrowserMissingError`` or ``ChromiumMissingError``: without a browser nothing is known.
    """
    path = find_chromium()
    # In a thread of its own: where Playwright runs, Django refuses to ask the database.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_found, trial, path).result()


def _found(trial: ThemeTrial, path: str) -> tuple[Finding, ...]:
    try:
        from axe_playwright_python.base import AXE_SCRIPT
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise BrowserMissingError from error
    with sync_playwright() as playwright:
        browser = launch(playwright, path)
        found = tuple(_seen(browser, trial, AXE_SCRIPT))
        browser.close()
    return found


def _seen(browser: Browser, trial: ThemeTrial, axe: str) -> Iterator[Finding]:
    asked: list[str] = []
    context = browser.new_context(viewport=WIDE, reduced_motion="reduce", service_workers="block")
    context.route("**/*", answering(trial, asked.append))
    context.add_init_script(asking.NAMING)
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if REFUSED in message.text else None)
    for look in trial.looks:
        if look.language == ENGLISH or look.is_turned:
            asked.clear()
            refused.clear()
            page.set_viewport_size(WIDE)
            page.emulate_media(media="screen", color_scheme="light")
            page.goto(address_of(look))
            yield from _turned(page, look) if look.is_turned else _upright(page, look, axe)
            yield from (Finding(Matter.REQUESTS, look.name, f"it asks for {one}") for one in set(asked))
            yield from (Finding(Matter.REQUESTS, look.name, one) for one in set(refused))
    context.close()
    yield from _without_scripts(browser, trial)


def _upright(page: Page, look: Look, axe: str) -> Iterator[Finding]:
    """Look at a sheet in every way that there is, without loading it again."""
    sheet = look.shown.sheet.name
    if sheet not in NOT_SCANNED:
        page.evaluate(axe)
        yield from _answers(page, look, Matter.ACCESSIBILITY, asking.AXE, {"type": "tag", "values": RULES})
    page.keyboard.press("Tab")
    yield from _answers(page, look, Matter.FOCUS, asking.FOCUS)
    if sheet not in SAME_COLOURS:
        page.emulate_media(color_scheme="dark")
        yield from _answers(page, look, Matter.DARK, asking.AXE, {"type": "rule", "values": CONTRAST})
    page.emulate_media(media="print", color_scheme="light")
    page.set_viewport_size(PAPER)
    yield from _answers(page, look, Matter.PRINT, asking.PRINT)
    yield from _answers(page, look, Matter.PRINT, asking.SIDEWAYS)
    page.emulate_media(media="screen")
    page.set_viewport_size(NARROW)
    yield from _answers(page, look, Matter.NARROW, asking.SIDEWAYS)


def _turned(page: Page, look: Look) -> Iterator[Finding]:
    yield from _answers(page, look, Matter.TURNED, asking.SIDEWAYS)
    page.set_viewport_size(NARROW)
    yield from _answers(page, look, Matter.TURNED, asking.SIDEWAYS)


def _without_scripts(browser: Browser, trial: ThemeTrial) -> Iterator[Finding]:
    """Say what only a script shows, on the sheets that have one."""
    looks = [one for one in trial.looks if one.language == ENGLISH and "<script src" in one.shown.html]
    said, left = (_words(browser, trial, looks, is_on=is_on) for is_on in (True, False))
    for look, with_script, without in zip(looks, said, left, strict=True):
        if missing := [line for line in with_script.splitlines() if line.strip() and line not in without]:
            yield Finding(Matter.SCRIPTLESS, look.name, f"without a script it does not say “{missing[0]}”")


def _words(browser: Browser, trial: ThemeTrial, looks: list[Look], *, is_on: bool) -> list[str]:
    """Return what the sheets say where scripts run or do not."""
    if not looks:
        return []
    context = browser.new_context(viewport=WIDE, java_script_enabled=is_on)
    context.route("**/*", answering(trial, lambda address: None))
    page = context.new_page()
    said = []
    for look in looks:
        page.goto(address_of(look))
        said.append(page.inner_text("body"))
    context.close()
    return said


def _answers(page: Page, look: Look, matter: Matter, script: str, told: Any = None) -> Iterator[Finding]:
    for one in page.evaluate(script, told):
        yield Finding(matter, look.place_of(one["anchor"]), one["words"])
