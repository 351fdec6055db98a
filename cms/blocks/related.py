"""Related pages: other pages of the library, shown where the present clinic has them."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructValue

from cms.blocks import groups
from cms.blocks.links import LinkTarget, page_links
from cms.blocks.shared import SharedBlock
from cms.blocks.writing import some

SAMPLE_LINKS = [
    LinkTarget("Ear acupuncture", "#", "Small needles or seeds at points of the outer ear."),
    LinkTarget("Sciatica", "#", "Pain along the sciatic nerve, and what can be done about it."),
]


class RelatedBlock(SharedBlock):
    """Links to pages of the library. A page that the clinic does not show is left out."""

    pages = some(
        blocks.PageChooserBlock(page_type="library.LibraryPage"),
        label=_("Pages"),
        help_text=_(
            "Readers see a page's title and summary. A page that their clinic does not show is left out."
        ),
    )

    class Meta:
        template = "blocks/related.html"
        icon = "link"
        label = _("Related pages")
        group = groups.NEXT_STEPS
        description = _("Links to other pages of the library, as far as the clinic shows them.")
        preview_value = {"heading": "Read more", "pages": []}

    def render(self, value: StructValue, context: dict[str, Any] | None = None) -> SafeString:
        """Nothing at all if no page has a target here: a heading alone would mislead."""
        shown = {**(context or {})}
        if "related_links" not in shown:
            shown["related_links"] = page_links.find([page for page in value["pages"] if page])
        return super().render(value, context=shown) if shown["related_links"] else SafeString("")

    def get_preview_context(
        self, value: StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Samples stand in for pages."""
        return {**(parent_context or {}), "related_links": SAMPLE_LINKS}
