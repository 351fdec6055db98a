"""What a page of a clinic may load: the policy in the settings, widened by the plugins that it shows.

A plugin's manifest says under ``[csp]`` which hosts its pages contact. They count only on responses in which
the plugin showed something. ``setting:<name>`` is a host that the clinic gives in the plugin's settings.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from cms.locales.context import RequestContext
from cms.plugins import intents, structured_data
from cms.plugins.calling import ask
from cms.plugins.contexts import PluginContext
from cms.plugins.registry import registry
from cms.plugins.secrecy.secret import Secret
from cms.plugins.tracing import Call, Outcome

logger = logging.getLogger(__name__)

# No page of a clinic needs these, and neither does what a plugin embeds in one.
PERMISSIONS = "camera=(), geolocation=(), microphone=()"

POINT = "csp"
SETTING = "setting:"
HOST = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?\Z")
# These put nothing into the page that would load something.
ONLY_WORDS = frozenset({intents.POINT, structured_data.POINT})


def widening(calls: Iterable[Call], here: RequestContext) -> dict[str, list[str]]:
    """Return what the policy of a response gains, by directive, after the ``calls`` that it was made of."""
    widened: dict[str, list[str]] = {}
    for plugin in sorted({call.plugin for call in calls if _is_in_the_page(call)}):
        for directive, sources in _declared(plugin).items():
            found = [host for source in sources for host in _hosts(plugin, source, here)]
            if found:
                widened.setdefault(directive, []).extend(found)
    return widened


def _is_in_the_page(call: Call) -> bool:
    return call.outcome is Outcome.SHOWN and call.point not in ONLY_WORDS


def _declared(plugin: str) -> Mapping[str, tuple[str, ...]]:
    entry = registry.loaded.get(plugin)
    return entry.installed.manifest.csp if entry and entry.installed.manifest else {}


def _hosts(plugin: str, source: str, here: RequestContext) -> list[str]:
    if not source.startswith(SETTING):
        return [source]
    read = partial(_from_settings, source.removeprefix(SETTING))
    return ask(plugin, POINT, here, PluginContext, read) or []


def _from_settings(name: str, context: PluginContext) -> list[str]:
    return [one for one in texts_of(value_of(context.settings, name)) if _is_host(one, name, context)]


def value_of(settings: Mapping[str, Any], name: str) -> Any:
    """Return a field of the settings, else what the plugin works out: an attribute of its struct value."""
    return settings[name] if name in settings else getattr(settings, name, None)


def texts_of(value: Any) -> Iterator[Any]:
    """Yield what a setting holds: nothing, one thing, or all of its things. A secret is told to nobody."""
    if value is None or value == "" or isinstance(value, Secret):
        return
    if isinstance(value, str) or not isinstance(value, Iterable):
        yield value
    else:
        yield from value


def _is_host(value: Any, name: str, context: PluginContext) -> bool:
    if isinstance(value, str) and HOST.match(value):
        return True
    logger.warning("The setting %s of %s is no host for a policy: %r.", name, context.clinic.name, value)
    return False
