"""``{% slot "page.body.end.v1" %}``: a place where plugins may show something."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from cms.locales.context import current_context
from cms.plugins.rendering import render_slot
from cms.plugins.slots import SLOTS

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str) -> SafeString:
    """Show what the clinic's active plugins have for this place; nothing outside a clinic's site."""
    if name not in SLOTS:
        raise template.TemplateSyntaxError(f"There is no slot {name!r}.")
    here = current_context()
    return SafeString() if here is None else render_slot(name, here, _page(context))


def _page(context: template.Context) -> Any:
    return context.get("page")
