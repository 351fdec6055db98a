"""A page with a durable stream that holds every way of nesting."""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from cms.streams.blocks import DurableStreamBlock, DurableStructBlock
from cms.streams.fields import DurableStreamField


class Case(DurableStructBlock):
    title = blocks.CharBlock()
    note = blocks.CharBlock(required=False)
    photo = ImageChooserBlock(required=False)


class Columns(DurableStructBlock):
    left = DurableStreamBlock([("para", blocks.CharBlock()), ("case", Case())], required=False)


class Clock(DurableStructBlock):
    """Once a line of text such as "9:30", then {"time": "9:30"}, and now hours and minutes."""

    hour = blocks.IntegerBlock()
    minute = blocks.IntegerBlock()

    def upgrade(self, raw: Any) -> dict[str, Any]:
        if isinstance(raw, str):
            raw = {"time": raw}
        if "time" not in raw:
            return raw
        hour, minute = raw["time"].split(":")
        return {"hour": int(hour), "minute": int(minute)}


class Body(DurableStreamBlock):
    para = blocks.CharBlock()
    case = Case()
    picture = ImageChooserBlock()
    columns = Columns()
    cases = blocks.ListBlock(Case())
    clock = Clock()


class StreamPage(Page):
    body = DurableStreamField(Body, blank=True, max_num=50, block_counts={"para": {"max_num": 40}})

    content_panels = [*Page.content_panels, FieldPanel("body")]
