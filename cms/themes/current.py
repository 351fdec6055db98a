"""The theme of what is being rendered: that of the clinic that is shown, or one that is tried on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from cms.locales.context import current_context
from cms.themes.manifest import BASE
from cms.themes.registry import theme_for
from cms.themes.theme import Theme

_tried: ContextVar[str | None] = ContextVar("meridian_tried_theme", default=None)


def current_theme() -> Theme:
    """Return the theme in force; the built-in base in the admin, and wherever no clinic is shown."""
    context = current_context()
    return theme_for((_tried.get() or context.theme) if context else BASE)


def is_trial() -> bool:
    """Whether the clinic is shown in a theme that it did not choose."""
    return current_context() is not None and _tried.get() is not None


@contextmanager
def use_theme(name: str) -> Iterator[None]:
    """Show clinics in the theme called ``name`` inside a ``with`` block, whichever they chose."""
    token = _tried.set(name)
    try:
        yield
    finally:
        _tried.reset(token)
