"""Course of treatment: its phases, how long each lasts and what it is for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.blocks import groups
from cms.blocks.shared import SharedBlock
from cms.blocks.writing import LineBlock, ProseBlock, some
from cms.streams.blocks import DurableStructBlock


class PhaseBlock(DurableStructBlock):
    """One phase."""

    name = LineBlock(label=_("Phase"))
    length = LineBlock(label=_("How long"), help_text=_("As in “four weeks”."))
    frequency = LineBlock(label=_("How often"), help_text=_("As in “once or twice a week”."))
    aim = ProseBlock(label=_("Aim"), help_text=_("Say when you stop if nothing changes. Promise no result."))


class CourseBlock(SharedBlock):
    """The phases of a treatment, in order."""

    intro = ProseBlock(required=False, label=_("Introduction"))
    phases = some(PhaseBlock(), label=_("Phases"))
    note = ProseBlock(required=False, label=_("Note"))

    class Meta:
        template = "blocks/course.html"
        icon = "calendar-alt"
        label = _("Course of treatment")
        group = groups.TREATMENT
        description = _("The phases of a treatment: how long, how often, what for.")
        preview_value = {
            "heading": "Course of treatment",
            "phases": [
                {
                    "name": "Start",
                    "length": "four weeks",
                    "frequency": "once or twice a week",
                    "aim": "<p>To see whether the treatment makes a difference for you.</p>",
                },
                {
                    "name": "Review",
                    "length": "one visit",
                    "frequency": "after the fourth week",
                    "aim": "<p>We look at what has changed, and stop if nothing has.</p>",
                },
            ],
            "note": "<p>Your plan may look different.</p>",
        }
