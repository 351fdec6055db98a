"""A plugin with a block, for the tests: written to disk, loaded, taken away and put back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cms.clinics.models import Clinic
from cms.plugins.actions import allow, switch_off, switch_on
from cms.plugins.discovery import installed_plugins
from cms.plugins.registry import Registry

NAME = "leaflet"
TYPE = "leaflet__card"
CODE = """
from django.utils.html import format_html
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cms.plugins.api import DurableStructBlock, Plugin, here

plugin = Plugin("leaflet")


class Line(DurableStructBlock):
    words = blocks.CharBlock()


@plugin.block("card")
class Card(DurableStructBlock):
    heading = blocks.CharBlock(required=False)
    words = blocks.TextBlock()
    picture = ImageChooserBlock(required=False)
    more = blocks.RichTextBlock(required=False)
    lines = blocks.ListBlock(Line(), default=[])

    class Meta:
        label = "Leaflet"
        icon = "doc-full"
        preview_value = {"words": "A sample of a leaflet."}

    def render_basic(self, value, context=None):
        told = here("leaflet")
        place = told.clinic.name if told else "nowhere"
        return format_html('<p class="leaflet" data-for="{}">{}</p>', place, value["words"])
"""


def leaflet(number: int, words: str, **values: Any) -> dict[str, Any]:
    """Return a stored block of the plugin, in full, as a form stores it."""
    value = {
        "heading": "",
        "words": words,
        "picture": None,
        "more": '<p data-block-key="abcde">Read on.</p>',
        "lines": [],
        "policy": "open",
    }
    return {"type": TYPE, "value": {**value, **values}, "id": f"{number:08d}-0000-4000-8000-00000000000f"}


class Leaflets:
    """The plugin: ``put_back`` loads it, ``take_away`` unloads it, and clinics switch it."""

    def __init__(self, write_plugin: Callable[..., Path], host: Registry, code: str = CODE) -> None:
        self.host = host
        self.others = tuple(entry.installed for entry in host.entries)
        self.folder = write_plugin(NAME, code, title="Leaflets")
        self.put_back()

    def put_back(self) -> None:
        self.host.fill([*self.others, *installed_plugins(self.folder, lambda: ())])

    def take_away(self) -> None:
        self.host.fill(self.others)

    def on(self, clinic: Clinic) -> None:
        allow(NAME, user=None)
        switch_on(clinic, NAME, user=None)

    def off(self, clinic: Clinic) -> None:
        switch_off(clinic, NAME, user=None)
