"""First visit: what happens when somebody comes for the first time, and what to bring."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.blocks import groups
from cms.blocks.shared import SharedBlock
from cms.blocks.writing import LineBlock, ProseBlock, any_number_of


class FirstVisitBlock(SharedBlock):
    """What a new patient wants to know before the first visit."""

    body = ProseBlock(label=_("What happens"))
    duration = LineBlock(
        required=False, max_length=80, label=_("How long"), help_text=_("As in “about 45 minutes”.")
    )
    bring = any_number_of(LineBlock(), label=_("What to bring"))

    class Meta:
        template = "blocks/first_visit.html"
        icon = "user"
        label = _("First visit")
        group = groups.CLINIC
        description = _("What happens at a first visit, how long it takes and what to bring.")
        preview_value = {
            "heading": "Your first visit",
            "body": "<p>We talk, examine you and explain the risks before any needle is used.</p>",
            "duration": "about 75 minutes",
            "bring": ["A list of your medicines", "Letters from your doctor, if you have any"],
        }
