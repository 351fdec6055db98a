"""Has a block, which content keeps when the plugin goes."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from cms.plugins.api import DurableStructBlock, Plugin

plugin = Plugin("removed_block")


@plugin.block("card")
class Card(DurableStructBlock):
    words = blocks.CharBlock()

    def render_basic(self, value: Any, context: Any = None) -> str:
        return f"Card: {value['words']}"
