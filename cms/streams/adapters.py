"""What the editor's script is told about durable blocks."""

from __future__ import annotations

import copy
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import Adapter, register
from wagtail.blocks import Block
from wagtail.blocks.stream_block import StreamBlockAdapter
from wagtail.blocks.struct_block import StructBlockAdapter

from cms.streams.palette import current_palette
from cms.streams.sealed_block import SealedBlock
from cms.streams.stream_block import SEALED, DurableStreamBlock
from cms.streams.struct_block import DurableStructBlock


class SealedBlockAdapter(Adapter):
    """Describes the row that stands for content which cannot be edited."""

    js_constructor = "cms.streams.SealedBlock"

    def js_args(self, block: SealedBlock) -> list[Any]:
        meta = {
            "label": block.label,
            "required": False,
            "icon": block.meta.icon,
            "blockDefId": block.definition_prefix,
            "isPreviewable": False,
            "explanation": _(
                "This content belongs to a part of the system that is not installed, or that fails for now. "
                "It is kept, and can be edited again once that part is back. You can move it or remove it."
            ),
        }
        return [block.name, meta]

    @cached_property
    def media(self) -> forms.Media:
        return _media()


class DurableStreamBlockAdapter(StreamBlockAdapter):
    """Keeps sealed and dormant rows out of the groups from which the add menu is made, and defines them."""

    js_constructor = "cms.streams.DurableStreamBlock"

    def js_args(self, block: DurableStreamBlock) -> list[Any]:
        block = block.with_editable_blocks()
        name, groups, states, meta = super().js_args(block)
        meta["blockCounts"] = block.installed_block_counts()
        dormant = current_palette().dormant
        offered = [(group, [one for one in blocks if one.name not in dormant]) for group, blocks in groups]
        aside = [_marked(one) for name, one in block.child_blocks.items() if name in dormant]
        return [name, [one for one in offered if one[1]], states, meta, [SealedBlock.of(SEALED), *aside]]

    @cached_property
    def media(self) -> forms.Media:
        return _media()


class DurableStructBlockAdapter(StructBlockAdapter):
    """Lets the form carry the fields that the block no longer defines."""

    js_constructor = "cms.streams.DurableStructBlock"

    @cached_property
    def media(self) -> forms.Media:
        return _media()


def _marked(block: Block) -> Block:
    """Return ``block`` under a label that says that it is dormant; a copy, of which Wagtail keeps nothing."""
    marked = copy.copy(block)
    marked.label = current_palette().label(block)
    return marked


def _media() -> forms.Media:
    return forms.Media(js=[versioned_static("wagtailadmin/js/telepath/blocks.js"), "streams/durable.js"])


def connect() -> None:
    """Make the editor use the adapters above."""
    register(SealedBlockAdapter(), SealedBlock)
    register(DurableStreamBlockAdapter(), DurableStreamBlock)
    register(DurableStructBlockAdapter(), DurableStructBlock)
