"""Mechanisms: how a treatment is thought to work, and how sure that is."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cms.blocks import groups
from cms.blocks.shared import SharedBlock
from cms.blocks.writing import LineBlock, ProseBlock, choice_of, some
from cms.streams.blocks import DurableStructBlock


class MechanismStatus(TextChoices):
    """How well an explanation is founded."""

    ESTABLISHED = "established", _("Established")
    PLAUSIBLE = "plausible", _("Plausible, not settled")
    TRADITIONAL = "traditional", _("Traditional explanation")


class MechanismBlock(DurableStructBlock):
    """One explanation."""

    name = LineBlock(label=_("Name"))
    status = choice_of(MechanismStatus, label=_("How sure it is"))
    explanation = ProseBlock(label=_("Explanation"))


class MechanismsBlock(SharedBlock):
    """Explanations, each marked in words as established, plausible or traditional."""

    intro = ProseBlock(required=False, label=_("Introduction"))
    items = some(
        MechanismBlock(),
        label=_("Explanations"),
        help_text=_("How something might work does not show that it works: that belongs in “Evidence”."),
    )

    class Meta:
        template = "blocks/mechanisms.html"
        icon = "cogs"
        label = _("How it may work")
        group = groups.TREATMENT
        description = _("Explanations of how a treatment may work, and how sure each of them is.")
        preview_value = {
            "heading": "How acupuncture may work",
            "items": [
                {
                    "name": "Signals in nerves",
                    "status": "plausible",
                    "explanation": "<p>A needle stimulates nerve endings, which may ease pain.</p>",
                },
                {
                    "name": "Qi and meridians",
                    "status": "traditional",
                    "explanation": "<p>Chinese medicine speaks of a flow along channels in the body.</p>",
                },
            ],
        }
