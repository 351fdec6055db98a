"""Where the views of plugins answer on the sites of clinics: ``/-/<plugin>/``, with dashes for underscores.

The patterns are those of the loaded plugins at the time of the request; no list of addresses is kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import Http404
from django.urls import NoReverseMatch, Resolver404, ResolverMatch, URLResolver
from django.urls.resolvers import RegexPattern

from cms.locales.context import current_context
from cms.locales.urls import clinic_path
from cms.plugins.declaration import Plugin
from cms.plugins.registry import registry


def plugin_url(plugin: str, name: str, *args: Any, **kwargs: Any) -> str:
    """Return the path of the view called ``name`` of a plugin, such as ``/-/booking-link/go/x/``.

    It leads to the language that is being shown; where none is, as in the admin, to the clinic's main one.
    ``args`` and ``kwargs`` are for the pattern. Raises ``NoReverseMatch`` if there is no such view.
    """
    entry = registry.loaded.get(plugin)
    if entry is None or entry.plugin is None:
        raise NoReverseMatch(f"There is no plugin “{plugin}” that is loaded.")
    path = f"-/{dashed(plugin)}/{_resolver(entry.plugin).reverse(name, *args, **kwargs)}"
    here = current_context()
    return f"/{path}" if here is None else clinic_path(here.language, path)


def match(plugin: Plugin, rest: str) -> ResolverMatch:
    """Return the view of a plugin at ``rest``, the path below its own; raises ``Http404``."""
    try:
        return _resolver(plugin).resolve(rest)
    except Resolver404 as error:
        # The page about it must not list the patterns of the plugin.
        raise Http404 from error


def dashed(plugin: str) -> str:
    """Return a plugin's name as it stands in an address."""
    return plugin.replace("_", "-")


@lru_cache(maxsize=128)
def _resolver(plugin: Plugin) -> URLResolver:
    return URLResolver(RegexPattern(r"^"), plugin.site_patterns)
