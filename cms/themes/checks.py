"""System checks: every installed theme can be read, and its colours can be told apart."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from cms.themes.contrast import shortfalls
from cms.themes.discovery import Found, found_themes
from cms.themes.registry import Unusable, installed_themes
from cms.themes.theme import Theme


@register()
def check_themes(**kwargs: Any) -> list[CheckMessage]:
    """Look at every theme that is installed.

    meridian.E301: it cannot be used; E302: a pair of its colours is below WCAG AA; E303: it has a static file
    outside its own folder, where it would take the place of somebody else's.
    """
    return [
        *(message for name, theme in installed_themes().items() for message in _check(name, theme)),
        *(message for one in found_themes() for message in _stray_files(one)),
    ]


def _stray_files(found: Found) -> list[CheckMessage]:
    static = found.folder / "static"
    own = static / "themes" / found.name
    return [
        Error(
            f"The theme “{found.name}” has the file {path.relative_to(found.folder)}.",
            hint=f"Its static files are in static/themes/{found.name}/.",
            id="meridian.E303",
        )
        for path in sorted(static.rglob("*"))
        if path.is_file() and not path.is_relative_to(own)
    ]


def _check(name: str, theme: Theme | Unusable) -> list[CheckMessage]:
    if isinstance(theme, Unusable):
        hint = f"Clinics that chose it look like “{theme.stand_in.title}” meanwhile."
        return [Error(f"The theme “{name}” cannot be used. {theme.problem}", hint=hint, id="meridian.E301")]
    return [
        Error(
            f"The theme “{name}” has too little contrast on {'dark' if low.dark else 'light'} screens: "
            f"{low.foreground} on {low.background} is {low.ratio:.2f}.",
            hint=f"WCAG AA asks for {low.minimum:g}.",
            id="meridian.E302",
        )
        for low in shortfalls(theme.tokens)
    ]
