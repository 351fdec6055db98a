"""Wants a place that there is not."""

from __future__ import annotations

from cms.plugins.api import Plugin, SlotContext

plugin = Plugin("unknown_slot")


@plugin.slot("page.ceiling.v1")
def shown(context: SlotContext) -> str:
    return "Up here"
