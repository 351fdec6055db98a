"""What a clinic makes of its theme's tokens: its own colours, type, space and corners.

Stored in the clinic as ``{theme: {token: {"value": …, "dark": …}}}``, for each theme apart, so that a clinic
which changes its theme and comes back finds what it had. Only what differs from the theme is kept. Colours
and measures are in CSS notation, a face is the name that it has in ``fonts.py``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from cms.themes.fonts import FONTS
from cms.themes.theme import Theme
from cms.themes.tokens import HEX, Token, TokenSet

Choices = Mapping[str, Mapping[str, str]]
"""Values by the name of their token: ``value``, and ``dark`` for the colour on dark screens."""

MEASURE = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)(px|rem|)\Z")


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most that a measure may be, in its unit, and the step in which it is set."""

    least: float
    most: float
    step: float
    unit: str = ""


RANGES: Mapping[str, Range] = MappingProxyType(
    {
        "font-size": Range(1, 1.375, 0.0625, "rem"),
        "font-scale": Range(1.1, 1.4, 0.01),
        "font-leading": Range(1.4, 1.8, 0.01),
        "space-unit": Range(0.75, 1.5, 0.125, "rem"),
        "space-section": Range(2, 7, 0.25, "rem"),
        "radius-small": Range(0, 16, 1, "px"),
        "radius-medium": Range(0, 32, 1, "px"),
        "radius-large": Range(0, 48, 1, "px"),
        "radius-button": Range(0, 999, 1, "px"),  # from half the height on a button is a pill
    }
)
"""The measures that a clinic may set."""


def editable(theme: Theme) -> Iterator[Token]:
    """Return the tokens that a clinic may change, with the values that the theme gives them.

    A measure that is out of range in the theme itself is the theme's own affair.
    """
    for token in theme.tokens:
        if token.type in ("color", "fontFamily") or is_value(token, token.value):
            yield token


def is_value(token: Token, value: str) -> bool:
    """Whether a clinic may give a token this value."""
    if token.type == "color":
        return bool(HEX.match(value))
    if token.type == "fontFamily":
        return value in FONTS
    bounds, found = RANGES.get(token.name), MEASURE.match(value)
    if not (bounds and found and found[2] == bounds.unit):
        return False
    return bounds.least <= float(found[1]) <= bounds.most


def branded(theme: Theme, choices: Choices) -> TokenSet:
    """Return the tokens of a theme with what a clinic chose; what is no value for one is passed over."""
    chosen = {token.name: _chosen(token, choices.get(token.name, {})) for token in editable(theme)}
    return theme.tokens.overlaid(TokenSet(chosen))


def differing(theme: Theme, choices: Choices) -> dict[str, dict[str, str]]:
    """Return the choices that differ from what the theme has, without what is no value."""
    found = {}
    for token in editable(theme):
        own = {"value": token.value, "dark": token.value if token.dark is None else token.dark}
        chosen = choices.get(token.name, {}).items()
        found[token.name] = {
            key: value for key, value in chosen if key in own and value != own[key] and is_value(token, value)
        }
    return {name: choice for name, choice in found.items() if choice}


def choices_in(stored: Any, theme: str) -> Choices:
    """Return what a clinic chose for a theme, from what is stored; nothing if that is not in shape."""
    choices = stored.get(theme) if isinstance(stored, dict) else None
    return {
        name: {key: value for key, value in choice.items() if isinstance(value, str)}
        for name, choice in (choices.items() if isinstance(choices, dict) else ())
        if isinstance(choice, dict)
    }


@lru_cache(maxsize=1024)
def choices_text(tokens: str, theme: str) -> str:
    """Return what a clinic chose for a theme, from the ``tokens`` of its record; empty for nothing."""
    found = choices_in(json.loads(tokens), theme) if tokens else {}
    return json.dumps(found, sort_keys=True) if found else ""


def _chosen(token: Token, choice: Mapping[str, str]) -> Token:
    value, dark = choice.get("value", ""), choice.get("dark", "")
    made = token
    if is_value(token, value):
        made = replace(made, value=FONTS[value].stack if token.type == "fontFamily" else value)
    return replace(made, dark=dark) if token.type == "color" and is_value(token, dark) else made
