"""Causes: what brings the condition on, makes it likelier, or sets it off."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cms.blocks import groups
from cms.blocks.shared import SharedBlock
from cms.blocks.writing import LineBlock, ProseBlock, choice_of, some
from cms.streams.blocks import DurableStructBlock


class CauseKind(TextChoices):
    """How the item is related to the condition."""

    CAUSE = "cause", _("Cause")
    RISK = "risk", _("Risk factor")
    TRIGGER = "trigger", _("Trigger")


class CauseBlock(DurableStructBlock):
    """One cause, risk factor or trigger."""

    name = LineBlock(label=_("Name"))
    kind = choice_of(CauseKind, default=CauseKind.CAUSE, label=_("Kind"))
    detail = ProseBlock(required=False, label=_("Detail"))


class CausesBlock(SharedBlock):
    """Causes, risk factors and triggers, each marked in words as what it is."""

    intro = ProseBlock(required=False, label=_("Introduction"))
    items = some(
        CauseBlock(),
        label=_("Causes"),
        help_text=_("Keep causes, risk factors and triggers apart: a risk factor is not a cause."),
    )

    class Meta:
        template = "blocks/causes.html"
        icon = "help"
        label = _("Causes")
        group = groups.CONDITION
        description = _("Causes, risk factors and triggers of a condition.")
        preview_value = {
            "heading": "Causes",
            "items": [
                {
                    "name": "A slipped disc",
                    "kind": "cause",
                    "detail": "<p>The usual cause: a disc presses on a root.</p>",
                },
                {"name": "Smoking", "kind": "risk", "detail": ""},
                {
                    "name": "Long sitting",
                    "kind": "trigger",
                    "detail": "<p>Pain often grows after hours in a chair.</p>",
                },
            ],
        }
