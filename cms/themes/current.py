"""The theme of what is being rendered: that of the clinic that is shown, or one that is tried on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.urls import reverse

from cms.locales.context import current_context
from cms.themes.brand import choices_text
from cms.themes.manifest import BASE
from cms.themes.registry import theme_for
from cms.themes.stylesheet import Stylesheet, stylesheet_of
from cms.themes.theme import Theme


@dataclass(frozen=True, slots=True)
class Trial:
    """A theme that a clinic is shown in although it did not choose it.

    ``stylesheet`` is the address of one that takes the place of the theme's; empty for none. Where it
    ``is_announced``, pages say so.
    """

    theme: str
    stylesheet: str = ""
    is_announced: bool = False


_trial: ContextVar[Trial | None] = ContextVar("meridian_theme_trial", default=None)


def current_theme() -> Theme:
    """Return the theme in force; the built-in base in the admin, and wherever no clinic is shown."""
    context, trial = current_context(), _trial.get()
    if context is None:
        return theme_for(BASE)
    return theme_for(trial.theme if trial else context.theme)


def current_trial() -> Trial | None:
    """Return the theme that is tried, ``None`` if the clinic is shown as it chose."""
    return _trial.get() if current_context() else None


def stylesheet_here(theme: str) -> Stylesheet:
    """Return the stylesheet of a theme with what the clinic that is shown made of it."""
    context, found = current_context(), theme_for(theme)
    return stylesheet_of(found, choices_text(context.clinic.tokens, found.name) if context else "")


def stylesheet_url() -> str:
    """Return the address of the stylesheet in force."""
    trial = current_trial()
    if trial and trial.stylesheet:
        return trial.stylesheet
    found = stylesheet_here(current_theme().name)
    return reverse("theme_stylesheet", args=[found.theme, found.digest])


@contextmanager
def use_theme(name: str, stylesheet: str = "", *, is_announced: bool = False) -> Iterator[None]:
    """Show clinics in the theme called ``name`` inside a ``with`` block, whichever they chose."""
    token = _trial.set(Trial(name, stylesheet, is_announced))
    try:
        yield
    finally:
        _trial.reset(token)
