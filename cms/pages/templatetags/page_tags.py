"""``{% structured_data %}``: what search engines read of a page, for its head."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cms.locales.context import current_context
from cms.pages.structured import CONTEXT, clinic_graph
from cms.plugins.structured_data import with_plugins

register = template.Library()

# Nothing in the data may end the element that it stands in.
ESCAPED = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}


@register.simple_tag(takes_context=True)
def structured_data(context: Context) -> SafeString:
    """The clinic, its places, the practitioners on the page what plugins add; nothing on an error page."""
    here, page = current_context(), context.get("page")
    if here is None or page is None:
        return SafeString()
    practitioners = context.get("practitioners") or context.get("treating_practitioners") or ()
    core = clinic_graph(here, context.get("locations") or (), practitioners)
    if not core:
        return SafeString()
    data = {"@context": CONTEXT, "@graph": with_plugins(core, here, page)}
    return format_html('<script type="application/ld+json">{}</script>', _written(data))


def _written(data: dict[str, Any]) -> SafeString:
    return mark_safe(json.dumps(data).translate(ESCAPED))
