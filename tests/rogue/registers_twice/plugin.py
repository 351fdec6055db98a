"""Registers two blocks under one name."""

from __future__ import annotations

from cms.plugins.api import DurableStructBlock, Plugin

plugin = Plugin("registers_twice")


@plugin.block("card")
class Card(DurableStructBlock):
    pass


@plugin.block("card")
class OtherCard(DurableStructBlock):
    pass
