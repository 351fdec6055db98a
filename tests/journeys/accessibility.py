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

axe = Axe()


def assert_accessible(page: Page, without: Sequence[str] = (), ignored_rules: Sequence[str] = ()) -> None:
    """Fail if axe finds anything wrong on the screen, apart from the parts that ``without`` selects."""
    found = violations(page, without, ignored_rules)
    if found:
        raise AssertionError("\n".join([f"axe finds at {page.url}:", *found]))


def violations(page: Page, without: Sequence[str] = (), ignored_rules: Sequence[str] = ()) -> list[str]:
    """Return what axe finds wrong on the screen, one line per element."""
    context = {"exclude": [[selector] for selector in without]} if without else None
    page.wait_for_function(AT_REST)
    results = axe.run(
        page,
        context=context,
        options={**OPTIONS, "rules": {rule: {"enabled": False} for rule in ignored_rules}},
    )
    return [
        f"{rule['id']}: {rule['help']}: {node['target']}: {node['html'][:160]}"
        for rule in results.response["violations"]
        for node in rule["nodes"]
    ]
