"""The accessibility scan of a screen, by axe."""

from __future__ import annotations

from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
# What is still fading in has the wrong contrast.
AT_REST = """
() => document.getAnimations().every(
  animation => animation.playState !== 'running' || animation.effect.getComputedTiming().endTime === Infinity
)
"""

# Where everything is that can be clicked. An answer of the server, to an autosave say, may move it.
LAYOUT = """
() => JSON.stringify([...document.querySelectorAll('a, button, input')].map(part => {
  const place = part.getBoundingClientRect();
  return [place.x, place.y, place.width, place.height];
}))
"""
SCANS = 5

axe = Axe()


def assert_accessible(page: Page, without: Sequence[str] = (), ignored_rules: Sequence[str] = ()) -> None:
    """Fail if axe finds anything wrong on the screen, apart from the parts that ``without`` selects."""
    found = violations(page, without, ignored_rules)
    if found:
        raise AssertionError("\n".join([f"axe finds at {page.url}:", *found]))


def violations(page: Page, without: Sequence[str] = (), ignored_rules: Sequence[str] = ()) -> list[str]:
    """Return what axe finds wrong on the screen, one line per element.

    A screen that moved while it was scanned is scanned again: axe compares places that it reads one by one.
    """
    context = {"exclude": [[selector] for selector in without]} if without else None
    options = {**OPTIONS, "rules": {rule: {"enabled": False} for rule in ignored_rules}}
    for _scan in range(SCANS):
        page.wait_for_function(AT_REST)
        before = page.evaluate(LAYOUT)
        results = axe.run(page, context=context, options=options)
        if page.evaluate(LAYOUT) == before:
            break
    else:
        raise AssertionError(f"{page.url} moved during each of {SCANS} scans.")
    return [
        f"{rule['id']}: {rule['help']}: {node['target']}: {node['html'][:160]}"
        for rule in results.response["violations"]
        for node in rule["nodes"]
    ]
