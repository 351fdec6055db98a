"""What the active plugins show in a slot of a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString

from cms.locales.context import RequestContext
from cms.plugins.activation import active_settings
from cms.plugins.containment import contain, may_run
from cms.plugins.contexts import SlotContext
from cms.plugins.declared import InSlot
from cms.plugins.registry import registry
from cms.plugins.settings import read_settings


def render_slot(slot: str, here: RequestContext, page: Any) -> SafeString:
    """Return the HTML of all plugins that are active for the clinic, in their order; empty without any."""
    declared = registry.in_slot(slot)
    if not declared:
        return SafeString()
    active = active_settings(here.clinic.id)
    shown = (_render(one, here, page, active[one.plugin]) for one in declared if one.plugin in active)
    return format_html_join("", "{}", ((html,) for html in shown if html))


def _render(one: InSlot, here: RequestContext, page: Any, raw: Mapping[str, Any]) -> SafeString | str:
    if not may_run(one.plugin, one.slot, here.clinic.id):
        return ""
    html: SafeString | str = ""
    with contain(one.plugin, one.slot, here.clinic.id):
        settings = read_settings(registry.loaded[one.plugin], raw)
        found = one.function(SlotContext(here.clinic, here.language.code, settings, page))
        html = "" if found is None else conditional_escape(found)
    return html  # noqa: RET504 -- what contain() swallows leaves it empty
