"""Lets a clinic write a whole policy where a host belongs, and fails to say another host."""

from __future__ import annotations

from typing import NoReturn

from wagtail import blocks

from cms.plugins.api import DurableStructBlock, DurableStructValue, Plugin, SlotContext

plugin = Plugin("bad_csp")


class Value(DurableStructValue):
    @property
    def fails(self) -> NoReturn:
        raise RuntimeError("It never works.")


class Frames(DurableStructBlock):
    frame = blocks.CharBlock(default="https://frames.example.com; script-src *")

    class Meta:
        value_class = Value


plugin.settings(Frames)


@plugin.slot("page.body.end.v1")
def shown(context: SlotContext) -> str:
    return "Framed"
