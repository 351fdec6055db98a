"""Points 1 to 3: what the theme says of itself, its colours, and its style sheet."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import entry_points

from cms.testing.looks.trial import installed_theme
from cms.testing.points import demand_nothing
from cms.testing.styles import colour_problems, direction_problems
from cms.themes.contrast import shortfalls
from cms.themes.discovery import GROUP
from cms.themes.registry import Unusable
from cms.themes.theme import Theme


def test_01_theme_can_be_used(theme_name: str) -> None:
    """Manifest, tokens, style and templates can be read, and the version is that of the theme's package.

    What is wrong is what `manage.py check` says, with file and line. A package has its version in
    ``pyproject.toml`` too.
    """
    demand_nothing(_problems(theme_name))


def test_02_colours_can_be_told_apart(theme: Theme) -> None:
    """Every pair of colours that the styles use has the contrast of WCAG 2.2 AA, on light and dark screens.

    Make the one darker and the other lighter in ``tokens.json``, a colour for dark screens under
    ``$extensions.meridian.dark``. The look screen of the admin offers the nearest colour that passes.
    """
    demand_nothing(
        f"{one.foreground} on {one.background} has a contrast of {one.ratio:.2f} on "
        f"{'dark' if one.dark else 'light'} screens; it needs {one.minimum}."
        for one in shortfalls(theme.tokens)
    )


def test_03_style_takes_colours_and_directions_as_they_come(theme: Theme) -> None:
    """The style takes its colours from tokens, and says start and end where it would say left and right.

    Write ``var(--color-…)`` and ``margin-inline-start``: a colour of its own breaks dark screens and the
    colours of clinics, a side breaks languages that are read from the other one.
    """
    css = theme.style
    demand_nothing(
        [
            *(f"style.css: {one}; take one of the tokens." for one in colour_problems(css)),
            *(f"style.css: {one} holds from one side only." for one in direction_problems(css)),
        ]
    )


def _problems(name: str) -> Iterator[str]:
    theme = installed_theme(name)
    if isinstance(theme, Unusable):
        yield f"It cannot be used. {theme.problem}"
        return
    for found in entry_points(group=GROUP, name=name):
        version = found.dist.version if found.dist else None
        if theme.manifest.version != version:
            yield f"theme.toml says version {theme.manifest.version}, its package says {version}."
