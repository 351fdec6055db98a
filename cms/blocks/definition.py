"""Definition: what a term means, and what else it is called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.blocks import groups
from cms.blocks.shared import SharedBlock
from cms.blocks.writing import LineBlock, ProseBlock, any_number_of


class DefinitionBlock(SharedBlock):
    """A term explained in plain words."""

    term = LineBlock(label=_("Term"))
    also_known_as = any_number_of(LineBlock(), label=_("Also known as"))
    body = ProseBlock(
        label=_("Explanation"),
        help_text=_("Use short sentences and everyday words. Explain a medical word where it first stands."),
    )

    class Meta:
        template = "blocks/definition.html"
        icon = "openquote"
        label = _("Definition")
        group = groups.CONDITION
        description = _("What a condition or a treatment is, in plain words, with its other names.")
        preview_value = {
            "heading": "What sciatica is",
            "term": "Sciatica",
            "also_known_as": ["sciatic nerve pain", "lumbar radicular pain"],
            "body": "<p>Pain along the sciatic nerve, from the lower back or buttock down one leg.</p>",
        }
