"""Fails wherever it is called."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NoReturn

from django.urls import path
from wagtail import blocks

from cms.plugins.api import DurableStructBlock, Permission, Plugin

plugin = Plugin("raises_everywhere")


def fail(*args: Any) -> NoReturn:
    raise RuntimeError("It never works.")


def fail_as_gate(context: Any) -> NoReturn:
    raise RuntimeError("It never works.")


@plugin.block("card")
class Card(DurableStructBlock):
    words = blocks.CharBlock()

    def render(self, value: Any, context: Any = None) -> NoReturn:
        raise RuntimeError("It never works.")


for slot in (
    "page.head.v1",
    "page.header.action.v1",
    "page.body.start.v1",
    "page.body.end.v1",
    "page.aside.v1",
    "page.footer.v1",
    "home.section.v1",
    "practitioner.card.v1",
    "location.card.v1",
    "dashboard.panel.v1",
):
    plugin.slot(slot)(fail)

plugin.site_urls([path("", fail, name="view")])
plugin.admin_urls([path("", fail, name="screen")], permission=Permission.MARKETER)
plugin.intent(fail)
plugin.structured_data(fail)
plugin.publish_check(fail)
plugin.publish_check(fail_as_gate, gate=True)
plugin.health("world", fail)
plugin.periodic(fail, every=timedelta(hours=1))
plugin.export(fail, restore=fail)
plugin.erase(fail)
plugin.on_deactivated(fail)
