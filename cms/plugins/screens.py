"""The screens of plugins in the admin, at ``/plugins/<clinic>/<plugin>/screens/``, for one clinic each."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Protocol

from django.http import Http404
from django.urls import NoReverseMatch, Resolver404, ResolverMatch, URLResolver, reverse
from django.urls.resolvers import RegexPattern

from cms.plugins.declaration import Plugin
from cms.plugins.declared import Screens
from cms.plugins.registry import registry


class HasSlug(Protocol):
    """A clinic or its record."""

    @property
    def slug(self) -> str: ...


def screen_url(plugin: str, name: str, clinic: HasSlug, *args: Any, **kwargs: Any) -> str:
    """Return the address of the screen called ``name`` of a plugin, for a clinic.

    ``args`` and ``kwargs`` are for the pattern. Raises ``NoReverseMatch`` if there is no such screen.
    """
    entry = registry.loaded.get(plugin)
    if entry is None or entry.plugin is None:
        raise NoReverseMatch(f"There is no plugin “{plugin}” that is loaded.")
    for number in range(len(entry.plugin.screens)):
        try:
            rest = _resolver(entry.plugin, number).reverse(name, *args, **kwargs)
        except NoReverseMatch:
            continue
        return screen_at(plugin, rest, clinic)
    raise NoReverseMatch(
        f"The plugin “{plugin}” has no screen “{name}” for {args or kwargs or 'no arguments'}."
    )


def screen_at(plugin: str, rest: str, clinic: HasSlug) -> str:
    """Return the address of what a plugin has at ``rest``, the path below its own."""
    return reverse("plugins:screen", args=[clinic.slug, plugin, rest])


def match_screen(plugin: Plugin, rest: str) -> tuple[Screens, ResolverMatch]:
    """Return the screen of a plugin at ``rest``, the path below its own; raises ``Http404``."""
    for number, screens in enumerate(plugin.screens):
        try:
            return screens, _resolver(plugin, number).resolve(rest)
        except Resolver404:
            continue
    # The page about it must not list the patterns of the plugin.
    raise Http404


@lru_cache(maxsize=128)
def _resolver(plugin: Plugin, number: int) -> URLResolver:
    return URLResolver(RegexPattern(r"^"), plugin.screens[number].patterns)
