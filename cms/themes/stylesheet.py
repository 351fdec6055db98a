"""One stylesheet per theme: the shared rules, the tokens as custom properties, the theme's own rules.

Each part is a CSS layer, so a theme overrides the shared rules whatever their specificity. The name of the
file holds a digest of its text: browsers may keep it for ever, and a change makes a new address.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from cms.themes.manifest import Theme
from cms.themes.registry import base_theme, theme_named
from cms.themes.tokens import TokenSet

SOURCES = Path(__file__).parent / "static" / "themes" / "base"
ORDER = ("foundation", "layout", "navigation", "components", "cards", "blocks", "care", "study", "print")


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """The text of a theme's stylesheet and the digest of it that stands in its address."""

    theme: str
    css: str
    digest: str


def stylesheet_for(name: str | None) -> Stylesheet:
    """The stylesheet of the theme called ``name``, or of the built-in base if there is no such theme."""
    theme = theme_named(name) or base_theme()
    return _build(theme) if settings.DEBUG else _built(theme.name)


def tokens_css(tokens: TokenSet) -> str:
    """``tokens`` as custom properties, with the dark values for those who prefer a dark screen."""
    light = _declarations((token.name, token.value) for token in tokens)
    dark = _declarations((token.name, token.dark) for token in tokens if token.dark is not None)
    return (
        f":root {{\n  color-scheme: light dark;\n{light}}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{\n:root {{\n{dark}}}\n}}\n"
    )


@cache
def _built(name: str) -> Stylesheet:
    return _build(theme_named(name) or base_theme())


def _build(theme: Theme) -> Stylesheet:
    shared = "".join((SOURCES / f"{name}.css").read_text(encoding="utf-8") for name in ORDER)
    css = (
        "@layer tokens, foundation, layout, components, blocks, plugins, theme, print;\n"
        f"@layer tokens {{\n{tokens_css(theme.tokens)}}}\n{shared}@layer theme {{\n{theme.style}}}\n"
    )
    return Stylesheet(theme.name, css, hashlib.sha256(css.encode()).hexdigest()[:16])


def _declarations(values: Iterable[tuple[str, str | None]]) -> str:
    return "".join(f"  --{name}: {value};\n" for name, value in values)
