"""Acupuncture points: code, name and place; their use is always labelled as tradition, not as evidence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.blocks import groups
from cms.blocks.acupuncture_points import fold
from cms.blocks.shared import SharedBlock
from cms.blocks.writing import LineBlock, ProseBlock, some
from cms.streams.blocks import DurableStructBlock


class PointCodeBlock(LineBlock):
    """The code of one of the 361 standard points; what is stored is the WHO form."""

    def clean(self, value: str) -> str:
        """The folded code. Raises ValidationError that names what is wrong with it."""
        cleaned = super().clean(value)
        return fold(cleaned) if cleaned else cleaned


class PointBlock(DurableStructBlock):
    """One point."""

    code = PointCodeBlock(
        label=_("Code"),
        help_text=_("The WHO code, as in BL23. UB, SJ, TH, DU, REN, LV and K are understood as well."),
    )
    name = LineBlock(label=_("Name in pinyin"))
    location = LineBlock(label=_("Place on the body"), help_text=_("A few plain words of your own."))
    traditional_use = LineBlock(
        required=False,
        label=_("Traditional use"),
        help_text=_("The page says that this is tradition, not evidence."),
    )

    class Meta:
        label_format = "{code} {name}"


class PointsBlock(SharedBlock):
    """The points that are often used."""

    intro = ProseBlock(required=False, label=_("Introduction"))
    points = some(PointBlock(), label=_("Points"))

    class Meta:
        template = "blocks/points.html"
        icon = "crosshairs"
        label = _("Acupuncture points")
        group = groups.TREATMENT
        description = _(
            "Points by WHO code, with their name and place. Their use is labelled as traditional."
        )
        preview_value = {
            "heading": "Points often used",
            "intro": "<p>The choice of points differs from person to person.</p>",
            "points": [
                {
                    "code": "BL23",
                    "name": "Shenshu",
                    "location": "lower back, beside the spine at waist height",
                    "traditional_use": "stiffness of the lower back",
                },
                {"code": "GB30", "name": "Huantiao", "location": "buttock, behind the hip joint"},
                {"code": "BL40", "name": "Weizhong", "location": "middle of the back of the knee"},
            ],
        }
