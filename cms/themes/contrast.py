"""Contrast of colours as WCAG 2.2 measures it (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator
from dataclasses import dataclass

from cms.themes.tokens import TokenSet

TEXT = 4.5
SHAPE = 3.0
STEPS = 400

_ON_PAGE = ("color-background", "color-surface", "color-tint")
_LEVELS = ("emergency", "caution", "calm")

#: Foreground, background and the least contrast between them; the styles use every pair.
PAIRS: tuple[tuple[str, str, float], ...] = (
    *(
        (f"color-{name}", ground, TEXT)
        for name in ("text", "muted", "heading", "link")
        for ground in _ON_PAGE
    ),
    *((f"color-{name}", ground, SHAPE) for name in ("focus", "control") for ground in _ON_PAGE),
    ("color-on-accent", "color-accent", TEXT),
    ("color-header-text", "color-header", TEXT),
    ("color-hero-text", "color-hero", TEXT),
    ("color-footer-text", "color-footer", TEXT),
    *((f"color-{name}", f"color-{name}-soft", TEXT) for name in _LEVELS),
    *(("color-text", f"color-{name}-soft", TEXT) for name in _LEVELS),
    ("color-on-emergency", "color-emergency", TEXT),
)


@dataclass(frozen=True, slots=True)
class Measure:
    """The contrast of a pair of tokens on light or dark screens, and the least that it should be."""

    foreground: str
    background: str
    dark: bool
    ratio: float
    minimum: float


def contrast_ratio(first: str, second: str) -> float:
    """The contrast of two colours in ``#rrggbb`` notation, from 1.0 (equal) to 21.0 (black and white)."""
    darker, lighter = sorted((relative_luminance(first), relative_luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def relative_luminance(color: str) -> float:
    """The relative luminance of a colour in ``#rrggbb`` notation, from 0.0 (black) to 1.0 (white)."""
    red, green, blue = (_linear(channel) for channel in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def shortfalls(tokens: TokenSet) -> list[Measure]:
    """The pairs of colours in ``tokens`` that miss WCAG AA, light first."""
    return [pair for dark in (False, True) for pair in _measured(tokens, dark) if pair.ratio < pair.minimum]


def nearest_that_passes(name: str, tokens: TokenSet, *, dark: bool) -> str | None:
    """Return the colour nearest to that of a token that passes in every pair that the token is part of.

    Hue and saturation stay, the lightness is changed as little as possible. ``None`` if no lightness will do.
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(tokens.value(name, dark=dark)))
    demands = [
        (tokens.value(ground if name == text else text, dark=dark), least)
        for text, ground, least in PAIRS
        if name in (text, ground)
    ]
    steps = (lightness + sign * step / STEPS for step in range(STEPS + 1) for sign in (-1, 1))
    candidates = (_notation(colorsys.hls_to_rgb(hue, step, saturation)) for step in steps if 0 <= step <= 1)
    return next((one for one in candidates if _passes(one, demands)), None)


def _passes(color: str, demands: list[tuple[str, float]]) -> bool:
    return all(contrast_ratio(color, other) >= least for other, least in demands)


def _channels(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _notation(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _measured(tokens: TokenSet, dark: bool) -> Iterator[Measure]:
    for foreground, background, minimum in PAIRS:
        ratio = contrast_ratio(tokens.value(foreground, dark=dark), tokens.value(background, dark=dark))
        yield Measure(foreground, background, dark, ratio, minimum)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
