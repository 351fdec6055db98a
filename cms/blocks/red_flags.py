"""Warning signs: when to look after oneself, when to see a doctor, when to call for help at once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError, StructValue

from cms.blocks import groups
from cms.blocks.policies import Policy
from cms.blocks.shared import SharedBlock, policy_block
from cms.blocks.writing import LineBlock, ProseBlock, choice_of, some
from cms.streams.blocks import DurableStructBlock


class CareLevel(TextChoices):
    """How quickly which help is needed."""

    SELF_CARE = "self_care", _("Look after yourself")
    DOCTOR = "doctor", _("See a doctor")
    EMERGENCY = "emergency", _("Emergency")


URGENCY = (CareLevel.EMERGENCY, CareLevel.DOCTOR, CareLevel.SELF_CARE)


class CareLevelBlock(DurableStructBlock):
    """The signs of one level, and what to do."""

    level = choice_of(CareLevel, label=_("Level"))
    signs = some(
        LineBlock(), label=_("Signs"), help_text=_("One sign in each line, in words a patient would use.")
    )
    advice = ProseBlock(required=False, label=_("What to do"))


class RedFlagsBlock(SharedBlock):
    """Warning signs by level. A page shows the most urgent level first, whatever the order here."""

    intro = ProseBlock(required=False, label=_("Introduction"))
    levels = some(
        CareLevelBlock(),
        label=_("Levels"),
        help_text=_(
            "Use each level once. The page names the level in words, not by colour alone, "
            "and gives the emergency number of the clinic's country."
        ),
    )
    policy = policy_block(default=Policy.LOCKED)

    class Meta:
        template = "blocks/red_flags.html"
        icon = "warning"
        label = _("Warning signs")
        group = groups.SAFETY
        description = _(
            "Signs that need a doctor or an ambulance, and what can wait. Locked unless you say otherwise."
        )
        preview_value = {
            "heading": "When to get help",
            "policy": "locked",
            "levels": [
                {
                    "level": "emergency",
                    "signs": [
                        "Numbness around the genitals or back passage",
                        "You cannot pass or hold urine",
                    ],
                    "advice": "<p>Do not wait for an appointment. Call {emergency_number}.</p>",
                },
                {"level": "doctor", "signs": ["The pain is not better after a few weeks"], "advice": ""},
                {
                    "level": "self_care",
                    "signs": ["The pain is easing and you can move"],
                    "advice": "<p>Stay active.</p>",
                },
            ],
        }

    def clean(self, value: StructValue) -> StructValue:
        """Refuse a level that is there twice: a reader in need looks at one card only."""
        cleaned = super().clean(value)
        seen: set[str] = set()
        errors = {}
        for index, card in enumerate(cleaned["levels"]):
            if card["level"] in seen and card["level"]:
                errors[index] = StructBlockValidationError(block_errors={"level": _repeated_level()})
            seen.add(card["level"])
        if errors:
            raise StructBlockValidationError(
                block_errors={"levels": ListBlockValidationError(block_errors=errors)}
            )
        return cleaned

    def get_context(self, value: StructValue, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add ``levels``: the cards, the most urgent first."""
        context = super().get_context(value, parent_context=parent_context)
        context["levels"] = sorted(value["levels"], key=lambda card: _urgency(card["level"]))
        return context


def _urgency(level: str | None) -> int:
    return URGENCY.index(CareLevel(level)) if level in CareLevel.values else len(URGENCY)


def _repeated_level() -> ValidationError:
    return ValidationError(
        _("This level is there already. Put all its signs together."), code="repeated_level"
    )
