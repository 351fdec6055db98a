"""Template tags that render the blocks of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from cms.blocks.shown import ShownBlock

register = template.Library()


@dataclass(frozen=True, slots=True)
class RenderedBlock:
    """A block with its HTML."""

    shown: ShownBlock
    html: SafeString


@register.simple_tag(takes_context=True)
def rendered_blocks(context: Context, blocks: Iterable[ShownBlock]) -> list[RenderedBlock]:
    """The blocks with their HTML, without those that have nothing to show here.

    A page needs to know that before it lists its contents: a list of related pages, for instance, is empty
    on a clinic that has none of them.
    """
    flat = context.flatten()
    rendered = (RenderedBlock(shown, shown.bound.render(context=flat)) for shown in blocks)
    return [block for block in rendered if block.html.strip()]
