"""Filters for the templates of blocks: stored values in words and as addresses."""

from __future__ import annotations

from django import template
from wagtail.blocks.struct_block import StructValue

from cms.blocks import acupuncture_points, citations

register = template.Library()


@register.filter
def choice_label(value: StructValue, name: str) -> str:
    """The words of the choice that a block's field holds: ``{{ item|choice_label:"kind" }}``."""
    choices = dict(value.block.child_blocks[name].field.choices)
    return str(choices.get(value.get(name), ""))


@register.filter
def doi_address(doi: str) -> str:
    """The address at doi.org."""
    return citations.doi_address(doi)


@register.filter
def pmid_address(pmid: str) -> str:
    """The address at PubMed."""
    return citations.pmid_address(pmid)


@register.filter
def meridian(code: str) -> str:
    """The name of the meridian that a point lies on."""
    return acupuncture_points.meridian_of(code)
