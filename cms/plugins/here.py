"""For which clinic a plugin's code is working now: on a clinic's site, or on a screen of the admin."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from cms.locales.context import current_context
from cms.plugins.contexts import PluginContext
from cms.plugins.settings import active_values

_at_work: ContextVar[tuple[str, PluginContext] | None] = ContextVar("meridian_plugin_at_work", default=None)


def here(plugin: str) -> PluginContext | None:
    """Return what ``plugin`` is told now: the clinic, the language and its settings.

    ``None`` where the plugin is not active, or where there is no clinic at all.
    """
    at_work = _at_work.get()
    if at_work is not None and at_work[0] == plugin:
        return at_work[1]
    shown = current_context()
    if shown is None:
        return None
    settings = active_values(plugin, shown.clinic.id)
    return None if settings is None else PluginContext(shown.clinic, shown.language.code, settings)


@contextmanager
def working_for(plugin: str, context: PluginContext) -> Iterator[PluginContext]:
    """Let ``here`` answer ``plugin``, and nobody else, with ``context`` inside a ``with`` block."""
    token = _at_work.set((plugin, context))
    try:
        yield context
    finally:
        _at_work.reset(token)
