"""Figure: a picture with its text alternative, caption, credit and licence."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError, StructValue
from wagtail.images.blocks import ImageChooserBlock

from cms.blocks import groups
from cms.blocks.shared import SharedBlock, heading_block
from cms.blocks.writing import LineBlock, ProseBlock, choice_of


class Licence(TextChoices):
    """Why the picture may be shown."""

    OWN = "own", _("Our own picture")
    CC0 = "cc0", _("CC0, public domain")
    CC_BY = "cc-by", _("CC BY")
    CC_BY_SA = "cc-by-sa", _("CC BY-SA")
    STOCK = "stock", _("Stock licence")
    PERMISSION = "permission", _("Used with permission")


class FigureBlock(SharedBlock):
    """A picture that either says something in words too, or is marked as decoration."""

    heading = heading_block(required=False)
    image = ImageChooserBlock(label=_("Picture"))
    alt = LineBlock(
        required=False,
        search_index=False,
        label=_("Text alternative"),
        help_text=_(
            "Say what the picture tells, as you would on the telephone. "
            "Do not begin with “picture of”, and do not repeat the caption."
        ),
    )
    decorative = blocks.BooleanBlock(
        required=False,
        label=_("Decorative"),
        help_text=_("Tick this only if a reader who cannot see the picture misses nothing."),
    )
    caption = ProseBlock(required=False, label=_("Caption"))
    credit = LineBlock(required=False, label=_("Credit"), help_text=_("Who made the picture."))
    licence = choice_of(Licence, search_index=False, label=_("Licence"))

    class Meta:
        template = "blocks/figure.html"
        icon = "image"
        label = _("Picture")
        group = groups.WRITING
        description = _("A picture with a text alternative, a caption and its licence.")
        preview_value = {
            "image": None,
            "alt": "The sciatic nerve runs from the lower back through the buttock and down the leg.",
            "caption": "<p>The course of the sciatic nerve.</p>",
            "credit": "Meridian",
            "licence": "own",
        }

    def clean(self, value: StructValue) -> StructValue:
        """Demand a text alternative unless the picture is decorative, and refuse one if it is."""
        cleaned = super().clean(value)
        if error := self._alt_error(cleaned):
            raise StructBlockValidationError(block_errors={"alt": error})
        return cleaned

    def get_preview_context(
        self, value: StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """A drawn sample stands in for a picture: a preview must not show one that belongs to a clinic."""
        return {**(parent_context or {}), "sample_picture": static("blocks/sample-picture.svg")}

    def _alt_error(self, value: StructValue) -> ValidationError | None:
        has_text = bool((value["alt"] or "").strip())
        if value["decorative"] and has_text:
            return ValidationError(
                _("A decorative picture has no text alternative. Delete this text, or untick “Decorative”."),
                code="alt_of_decoration",
            )
        if not value["decorative"] and not has_text and not self.is_deferred_validation:
            return ValidationError(
                _("Describe the picture for people who cannot see it, or tick “Decorative”."),
                code="alt_missing",
            )
        return None
