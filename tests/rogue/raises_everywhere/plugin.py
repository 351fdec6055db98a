"""Fails wherever it is called."""

from __future__ import annotations

from cms.plugins.api import Plugin, SlotContext

plugin = Plugin("raises_everywhere")


@plugin.slot("page.header.action.v1")
@plugin.slot("page.body.start.v1")
@plugin.slot("page.body.end.v1")
@plugin.slot("page.footer.v1")
def shown(context: SlotContext) -> str:
    raise RuntimeError("It never works.")
