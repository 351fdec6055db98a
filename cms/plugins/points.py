"""Where a plugin is called, in words: for its health, and for what is no longer shown once it is off."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext as _

from cms.plugins import intents, policy, structured_data
from cms.plugins.block_types import point_of as point_of_block
from cms.plugins.declaration import BETWEEN, Plugin
from cms.plugins.declared import Patterns
from cms.plugins.publishing.remarks import point_of as point_of_check
from cms.plugins.slots import SLOTS


def points_of(plugin: Plugin) -> dict[str, str]:
    """Return every point at which a breaker may pause a plugin, with words for it."""
    points = {one.slot: str(SLOTS[one.slot]) for one in plugin.in_slots}
    for block in plugin.blocks:
        name = block.name.partition(BETWEEN)[2].replace("_", " ")
        points[point_of_block(block.name)] = _("The block “%(name)s”.") % {"name": name}
    for view in _views(plugin.site_patterns):
        points[f"site:{view}"] = _("Its own page “%(name)s” on the site.") % {"name": view}
    for view in (view for screens in plugin.screens for view in _views(screens.patterns)):
        points[f"screen:{view}"] = _("Its screen “%(name)s” in the admin.") % {"name": view}
    for check in plugin.checks:
        words = _("What it says of a page before that is published, “%(name)s”.")
        points[point_of_check(check)] = words % {"name": check.name}
    for job in plugin.jobs:
        points[f"job:{job.name}"] = _("Its work in the background, “%(name)s”.") % {"name": job.name}
    for probe in plugin.probes:
        words = _("Its look at what it depends on, “%(name)s”.")
        points[f"health:{probe.name}"] = words % {"name": probe.name}
    if plugin.intent_function:
        points[intents.POINT] = _("Where calls to action lead.")
    if plugin.data_functions:
        points[structured_data.POINT] = _("What it tells search engines about a page.")
    points[policy.POINT] = _("The hosts that it names in its settings.")
    return points


def places_of_plugin(plugin: Plugin) -> list[str]:
    """Return where visitors see a plugin, apart from its blocks and its pages."""
    points = points_of(plugin)
    shown = [one.slot for one in plugin.in_slots if one.slot in points]
    if plugin.intent_function:
        shown.append(intents.POINT)
    if plugin.data_functions:
        shown.append(structured_data.POINT)
    return [points[point] for point in shown] + [
        _("Its own addresses on the site, under /-/%(name)s/.") % {"name": plugin.name.replace("_", "-")}
        for _one in plugin.site_patterns[:1]
    ]


def _views(patterns: Patterns, namespaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the names of views as a match of their address has them."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _views(one.url_patterns, (*namespaces, *filter(None, [one.namespace])))
        elif isinstance(one, URLPattern):
            yield ":".join([*namespaces, one.name or one.lookup_str])
