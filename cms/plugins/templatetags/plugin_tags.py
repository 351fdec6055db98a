"""``{% slot "page.body.end.v1" %}``, a place where plugins may show something, and their addresses."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from cms.locales.context import current_context
from cms.plugins.addresses import plugin_url
from cms.plugins.rendering import render_slot
from cms.plugins.screens import screen_url
from cms.plugins.slots import SLOTS

register = template.Library()
register.simple_tag(plugin_url)
register.simple_tag(screen_url)


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str, practitioner: Any = None, location: Any = None) -> SafeString:
    """Show what the clinic's active plugins have for this place; nothing outside a clinic's site.

    The slots of cards are told whose card it is: ``{% slot "location.card.v1" location=location %}``.
    """
    if name not in SLOTS:
        raise template.TemplateSyntaxError(f"There is no slot {name!r}.")
    here = current_context()
    if here is None:
        return SafeString()
    return render_slot(name, here, context.get("page"), practitioner=practitioner, location=location)
