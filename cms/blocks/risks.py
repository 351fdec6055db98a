"""Risks: what can go wrong, how often, and what to tell the practitioner first."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cms.blocks import groups
from cms.blocks.policies import Policy
from cms.blocks.shared import SharedBlock, policy_block
from cms.blocks.writing import LineBlock, ProseBlock, any_number_of, choice_of, some
from cms.streams.blocks import DurableStructBlock


class RiskFrequency(TextChoices):
    """How often a risk occurs."""

    COMMON = "common", _("Common")
    UNCOMMON = "uncommon", _("Uncommon")
    RARE = "rare", _("Rare")
    VERY_RARE = "very_rare", _("Very rare")


class RiskBlock(DurableStructBlock):
    """One risk."""

    name = LineBlock(label=_("Risk"))
    frequency = choice_of(RiskFrequency, label=_("How often"))
    detail = ProseBlock(required=False, label=_("Detail"))


class RisksBlock(SharedBlock):
    """Risks with their frequency in words, and what a patient should tell before the treatment."""

    intro = ProseBlock(required=False, label=_("Introduction"))
    items = some(
        RiskBlock(),
        label=_("Risks"),
        help_text=_("Name the serious ones too, and say what a patient would notice."),
    )
    tell_us_first = any_number_of(LineBlock(), label=_("Tell us first if"))
    policy = policy_block(default=Policy.LOCKED)

    class Meta:
        template = "blocks/risks.html"
        icon = "error"
        label = _("Risks")
        group = groups.SAFETY
        description = _("What can go wrong, and how often. Locked unless you say otherwise.")
        preview_value = {
            "heading": "Risks",
            "policy": "locked",
            "intro": "<p>About one person in ten notices an unwanted effect in a series of visits.</p>",
            "items": [
                {"name": "Bruise or bleeding at the needle", "frequency": "common"},
                {
                    "name": "Dizziness",
                    "frequency": "uncommon",
                    "detail": "<p>Lie down and tell us at once.</p>",
                },
                {"name": "Injury that needs a doctor", "frequency": "very_rare"},
            ],
            "tell_us_first": ["You take blood thinners", "You are pregnant", "You have a pacemaker"],
        }
