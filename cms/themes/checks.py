"""System checks: every installed theme can be read, and its colours can be told apart."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from cms.themes.contrast import shortfalls
from cms.themes.manifest import Theme, ThemeError
from cms.themes.registry import installed_themes


@register()
def check_themes(**kwargs: Any) -> list[CheckMessage]:
    """meridian.E301 for a theme that cannot be read, meridian.E302 for each pair of colours below WCAG AA."""
    return [message for name, theme in installed_themes().items() for message in _check(name, theme)]


def _check(name: str, theme: Theme | ThemeError) -> list[CheckMessage]:
    if isinstance(theme, ThemeError):
        return [Error(f"The theme “{name}” cannot be used. {theme}", id="meridian.E301")]
    return [
        Error(
            f"The theme “{name}” has too little contrast on {'dark' if low.dark else 'light'} screens: "
            f"{low.foreground} on {low.background} is {low.ratio:.2f}.",
            hint=f"WCAG AA asks for {low.minimum:g}.",
            id="meridian.E302",
        )
        for low in shortfalls(theme.tokens)
    ]
