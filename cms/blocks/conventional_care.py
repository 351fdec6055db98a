"""Conventional care: how the treatment goes together with what a doctor does."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.blocks import groups
from cms.blocks.shared import SharedBlock
from cms.blocks.writing import LineBlock, ProseBlock, any_number_of
from cms.streams.blocks import DurableStructBlock


class SituationBlock(DurableStructBlock):
    """One situation, and what we advise in it."""

    situation = LineBlock(label=_("Situation"))
    advice = ProseBlock(label=_("Advice"))


class ConventionalCareBlock(SharedBlock):
    """The treatment beside medicines, physiotherapy and surgery, never in their place."""

    body = ProseBlock(
        label=_("Text"), help_text=_("Never advise stopping a medicine. Do not run down other care.")
    )
    items = any_number_of(SituationBlock(), label=_("Situations"))

    class Meta:
        template = "blocks/conventional_care.html"
        icon = "plus-inverse"
        label = _("Together with conventional care")
        group = groups.SAFETY
        description = _("How the treatment goes together with medicines, physiotherapy and other care.")
        preview_value = {
            "heading": "Together with your doctor's care",
            "body": "<p>Acupuncture can be had beside other care. It does not replace it.</p>",
            "items": [
                {
                    "situation": "You take blood thinners",
                    "advice": "<p>Tell us first. You may bruise more easily.</p>",
                },
                {"situation": "You take pain relief", "advice": "<p>Go on as your doctor prescribed.</p>"},
            ],
        }
