"""A session: what happens in it from beginning to end, and afterwards."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.blocks import groups
from cms.blocks.shared import SharedBlock
from cms.blocks.writing import LineBlock, ProseBlock, any_number_of, some
from cms.streams.blocks import DurableStructBlock


class StageBlock(DurableStructBlock):
    """One part of the session."""

    name = LineBlock(label=_("Stage"))
    detail = ProseBlock(label=_("Detail"))


class SessionBlock(SharedBlock):
    """What a patient meets in a session."""

    intro = ProseBlock(required=False, label=_("Introduction"))
    duration = LineBlock(required=False, label=_("How long"), help_text=_("As in “about 45 minutes”."))
    stages = some(
        StageBlock(),
        label=_("Stages"),
        help_text=_("Say what a patient sees, feels and may ask for at each stage."),
    )
    aftercare = any_number_of(LineBlock(), label=_("Afterwards"))

    class Meta:
        template = "blocks/session.html"
        icon = "time"
        label = _("What a session is like")
        group = groups.TREATMENT
        description = _("What happens in a session, stage by stage, and afterwards.")
        preview_value = {
            "heading": "What a session is like",
            "duration": "about 45 minutes",
            "stages": [
                {"name": "Talk", "detail": "<p>We ask about your health and your medicines.</p>"},
                {"name": "Needles", "detail": "<p>Thin single-use needles stay in place while you rest.</p>"},
                {"name": "Rest", "detail": "<p>Sit for a few minutes before you leave.</p>"},
            ],
            "aftercare": ["Drink some water", "Do not drive if you feel dizzy"],
        }
