"""Takes its time."""

from __future__ import annotations

from cms.plugins import containment
from cms.plugins.api import Plugin, SlotContext

plugin = Plugin("slow")


@plugin.slot("page.body.end.v1")
def shown(context: SlotContext) -> str:
    containment.time.sleep(containment.TOO_SLOW)
    return "At last"
