"""A theme's stylesheet for light or for dark screens alone, whichever the one before it is."""

from __future__ import annotations

import enum
import re

DARK_SCREENS = re.compile(r"\(\s*prefers-color-scheme\s*:\s*dark\s*\)")
LIGHT_SCREENS = re.compile(r"\(\s*prefers-color-scheme\s*:\s*light\s*\)")
BOTH = re.compile(r"color-scheme\s*:\s*light dark")
ALWAYS, NEVER = "(min-width: 0)", "(max-width: 0)"


class Scheme(enum.StrEnum):
    """The screens that are asked for; ``ASKED`` leaves it to the reader's own."""

    ASKED = ""
    LIGHT = "light"
    DARK = "dark"


def for_scheme(css: str, scheme: Scheme) -> str:
    """Return a stylesheet that is what it is on such screens, everywhere."""
    if scheme is Scheme.ASKED:
        return css
    is_dark = scheme is Scheme.DARK
    css = DARK_SCREENS.sub(ALWAYS if is_dark else NEVER, css)
    css = LIGHT_SCREENS.sub(NEVER if is_dark else ALWAYS, css)
    return BOTH.sub(f"color-scheme: {scheme}", css)
