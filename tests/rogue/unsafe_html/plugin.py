"""Returns a text that holds a script."""

from __future__ import annotations

from cms.plugins.api import Plugin, SlotContext

plugin = Plugin("unsafe_html")


@plugin.slot("page.body.end.v1")
def shown(context: SlotContext) -> str:
    return "<script>alert(1)</script>"
