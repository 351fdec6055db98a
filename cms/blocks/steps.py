"""Steps: what to do, one thing after the other."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.blocks import groups
from cms.blocks.shared import SharedBlock
from cms.blocks.writing import LineBlock, ProseBlock, some
from cms.streams.blocks import DurableStructBlock


class StepBlock(DurableStructBlock):
    """One step."""

    title = LineBlock(label=_("Title"))
    body = ProseBlock(label=_("Text"))


class StepsBlock(SharedBlock):
    """A sequence that the reader follows."""

    intro = ProseBlock(required=False, label=_("Introduction"))
    steps = some(
        StepBlock(),
        label=_("Steps"),
        help_text=_("Begin each title with what to do. The page numbers the steps itself."),
    )

    class Meta:
        template = "blocks/steps.html"
        icon = "list-ol"
        label = _("Steps")
        group = groups.WRITING
        description = _("Things to do in order, such as getting ready for a visit.")
        preview_value = {
            "heading": "Before your first visit",
            "steps": [
                {
                    "title": "Eat something light",
                    "body": "<p>An empty stomach makes dizziness more likely.</p>",
                },
                {"title": "Write down your questions", "body": "<p>We take time for them at the start.</p>"},
                {
                    "title": "Come ten minutes early",
                    "body": "<p>There is a short form about your health.</p>",
                },
            ],
        }
