"""Spoils the transaction that it is called in."""

from __future__ import annotations

from django.db import connection

from cms.plugins.api import Plugin, SlotContext

plugin = Plugin("database_error")


@plugin.slot("page.body.end.v1")
def shown(context: SlotContext) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    return ""
