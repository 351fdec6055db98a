"""Text: running text, with headings inside it where it is long."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.blocks import groups
from cms.blocks.shared import SharedBlock, heading_block
from cms.blocks.writing import PROSE_FEATURES, ProseBlock


class TextBlock(SharedBlock):
    """Running text with bold, italic, links, lists and third- and fourth-level headings."""

    heading = heading_block(required=False)
    body = ProseBlock(
        features=["h3", "h4", *PROSE_FEATURES],
        label=_("Text"),
        help_text=_(
            "Use headings in order and never only for their size. Say in a link's words where it leads."
        ),
    )

    class Meta:
        template = "blocks/text.html"
        icon = "pilcrow"
        label = _("Text")
        group = groups.WRITING
        description = _("Running text for what no other block is made for.")
        preview_value = {
            "heading": "Sitting with back pain",
            "body": "<p>Sitting for long can make leg pain worse. <b>Short walks</b> help many people.</p>",
        }
