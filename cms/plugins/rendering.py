"""What the active plugins show in a slot of a page."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString

from cms.locales.context import RequestContext
from cms.plugins.calling import ask
from cms.plugins.contexts import SlotContext
from cms.plugins.declared import InSlot
from cms.plugins.registry import registry
from cms.plugins.slot_samples import sample_in


def render_slot(
    slot: str, here: RequestContext, page: Any = None, *, practitioner: Any = None, location: Any = None
) -> SafeString:
    """Return the HTML of all plugins that are active for the clinic, in their order; empty without any."""
    sample = sample_in(slot)
    if sample is not None:
        return sample
    told = partial(SlotContext, page=page, practitioner=practitioner, location=location)
    shown = (ask(one.plugin, slot, here, told, partial(_html_from, one)) for one in registry.in_slot(slot))
    return format_html_join("", "{}", ((html,) for html in shown if html))


def _html_from(one: InSlot, context: SlotContext) -> SafeString | None:
    found = one.function(context)
    html = None if found is None else conditional_escape(found)
    return html if html and html.strip() else None
