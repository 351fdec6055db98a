"""One stylesheet per theme: the shared rules, the tokens as custom properties, its rules and its parents'.

Each part is a CSS layer, so a theme overrides the shared rules whatever their specificity. The name of the
file holds a digest of its text: browsers may keep it for ever, and a change makes a new address.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

from cms.themes.brand import branded
from cms.themes.theme import OWN_FILE, Theme
from cms.themes.tokens import TokenSet

SOURCES = Path(__file__).parent / "static" / "themes" / "base"
ORDER = (
    "foundation",
    "layout",
    "navigation",
    "pictures",
    "components",
    "cards",
    "search",
    "blocks",
    "clinic",
    "care",
    "study",
    "print",
)


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """The text of a theme's stylesheet and the digest of it that stands in its address."""

    theme: str
    css: str
    digest: str


def stylesheet_of(theme: Theme, choices: str = "") -> Stylesheet:
    """The stylesheet of a theme; ``choices`` is what a clinic made of its tokens, as JSON."""
    return build_stylesheet(theme, choices) if settings.DEBUG else _built(theme, choices)


def tokens_css(tokens: TokenSet) -> str:
    """``tokens`` as custom properties, with the dark values for those who prefer a dark screen."""
    light = _declarations((token.name, token.value) for token in tokens)
    dark = _declarations((token.name, token.dark) for token in tokens if token.dark is not None)
    return (
        f":root {{\n  color-scheme: light dark;\n{light}}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{\n:root {{\n{dark}}}\n}}\n"
    )


@lru_cache(maxsize=512)
def _built(theme: Theme, choices: str) -> Stylesheet:
    return build_stylesheet(theme, choices)


def build_stylesheet(theme: Theme, choices: str) -> Stylesheet:
    """Make the stylesheet anew, past all memory; see ``stylesheet_of``."""
    shared = "".join((SOURCES / f"{name}.css").read_text(encoding="utf-8") for name in ORDER)
    tokens = tokens_css(branded(theme, json.loads(choices)) if choices else theme.tokens)
    css = (
        "@layer tokens, foundation, layout, components, blocks, plugins, theme, print;\n"
        f"@layer tokens {{\n{tokens}}}\n{shared}@layer theme {{\n{_styles(theme)}}}\n"
    )
    return Stylesheet(theme.name, css, hashlib.sha256(css.encode()).hexdigest()[:16])


def _styles(theme: Theme) -> str:
    """Return the rules of the theme after those of its ancestors, with the addresses of their own files."""
    return "".join(_style(one) for one in reversed(list(theme.lineage)))


def _style(theme: Theme) -> str:
    return OWN_FILE.sub(lambda found: f'url("{static(theme.static_path(found[1]))}")', theme.style)


def _declarations(values: Iterable[tuple[str, str | None]]) -> str:
    return "".join(f"  --{name}: {value};\n" for name, value in values)
