"""The whole surface for authors of themes, generation 1. What is not here may change without notice.

Most themes need no Python at all: this is for their tests, and for tools that make themes.
"""

from __future__ import annotations

from cms.themes.contrast import (
    PAIRS,
    Measure,
    contrast_ratio,
    nearest_that_passes,
    relative_luminance,
    shortfalls,
)
from cms.themes.current import use_theme
from cms.themes.manifest import Manifest, ThemeError
from cms.themes.registry import available_themes, base_theme, theme_named
from cms.themes.stylesheet import Stylesheet, stylesheet_of
from cms.themes.surface import PAGE_CONTEXT, TEMPLATE_BLOCKS
from cms.themes.theme import Theme, read_theme
from cms.themes.tokens import Token, TokenError, TokenSet, read_tokens

__all__ = [
    "PAGE_CONTEXT",
    "PAIRS",
    "TEMPLATE_BLOCKS",
    "Manifest",
    "Measure",
    "Stylesheet",
    "Theme",
    "ThemeError",
    "Token",
    "TokenError",
    "TokenSet",
    "available_themes",
    "base_theme",
    "contrast_ratio",
    "nearest_that_passes",
    "read_theme",
    "read_tokens",
    "relative_luminance",
    "shortfalls",
    "stylesheet_of",
    "theme_named",
    "use_theme",
]
