"""Symptoms: what people with the condition notice."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.blocks import groups
from cms.blocks.shared import SharedBlock
from cms.blocks.writing import LineBlock, ProseBlock, some
from cms.streams.blocks import DurableStructBlock


class SymptomBlock(DurableStructBlock):
    """One symptom."""

    name = LineBlock(label=_("Symptom"))
    detail = ProseBlock(required=False, label=_("Detail"))


class SymptomsBlock(SharedBlock):
    """Symptoms, the most usual first. Warning signs have a block of their own."""

    intro = ProseBlock(required=False, label=_("Introduction"))
    items = some(
        SymptomBlock(),
        label=_("Symptoms"),
        help_text=_("Put the most usual first. Signs that need a doctor belong in “Warning signs”."),
    )

    class Meta:
        template = "blocks/symptoms.html"
        icon = "clipboard-list"
        label = _("Symptoms")
        group = groups.CONDITION
        description = _("What people with the condition notice.")
        preview_value = {
            "heading": "Symptoms",
            "intro": "<p>Sciatica usually affects one leg at a time.</p>",
            "items": [
                {
                    "name": "Pain down the leg",
                    "detail": "<p>Often sharp, and worse than the pain in the back.</p>",
                },
                {"name": "Tingling or numbness", "detail": "<p>In the leg, the foot or the toes.</p>"},
                {"name": "Weakness in the leg or foot", "detail": ""},
            ],
        }
