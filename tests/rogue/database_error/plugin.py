"""Spoils the transaction that it is called in."""

from __future__ import annotations

from typing import Any

from django.db import connection
from wagtail import blocks

from cms.plugins.api import DurableStructBlock, Plugin

plugin = Plugin("database_error")


def spoil(context: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    return ""


@plugin.block("card")
class Card(DurableStructBlock):
    words = blocks.CharBlock()

    def render(self, value: Any, context: Any = None) -> str:
        return spoil(value)


plugin.slot("page.body.end.v1")(spoil)
plugin.publish_check(spoil)
plugin.export(spoil)
plugin.erase(lambda context, person: len(spoil(context)))
