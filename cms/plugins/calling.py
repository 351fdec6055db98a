"""A plugin is asked something for the clinic that is being shown: contained, and told where it works."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from cms.locales.context import RequestContext
from cms.plugins.activation import is_active
from cms.plugins.containment import Turn, attempt
from cms.plugins.contexts import PluginContext
from cms.plugins.here import working_for
from cms.plugins.settings import active_values

Context = TypeVar("Context", bound=PluginContext)
Answer = TypeVar("Answer")


def ask(
    plugin: str,
    point: str,
    shown: RequestContext,
    context: Callable[..., Context],
    function: Callable[[Context], Answer],
) -> Answer | None:
    """Return what ``function`` answers; ``None`` if the plugin is not active, is paused or fails.

    ``context`` makes what the function is told from the clinic, the language and the plugin's settings.
    """
    clinic = shown.clinic
    if not is_active(plugin, clinic.id):
        return None

    def work(turn: Turn) -> Answer:
        settings = active_values(plugin, clinic.id)
        # Settings without a field are empty, and may work something out all the same.
        told = context(clinic, shown.language.code, {} if settings is None else settings)
        with working_for(plugin, told):
            answer = function(told)
        turn.shown = bool(answer)
        return answer

    return attempt(plugin, point, clinic.id, work).answer
