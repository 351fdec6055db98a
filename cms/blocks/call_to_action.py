"""Call to action: what the reader can do next. It names an intent; plugins know where that leads."""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.struct_block import StructValue

from cms.blocks import groups
from cms.blocks.shared import SharedBlock
from cms.blocks.writing import LineBlock, ProseBlock, choice_of
from cms.clinics.telephone import phone_url
from cms.locales.context import current_context
from cms.plugins.answers import Link
from cms.plugins.intents import link_for


class Intent(TextChoices):
    """What the reader wants. Stored on pages of the library, so names are permanent."""

    INITIAL_CONSULTATION = "initial-consultation", _("First consultation")
    FOLLOW_UP = "follow-up", _("Follow-up visit")
    AURICULOTHERAPY = "auriculotherapy", _("Ear acupuncture")
    COSMETIC_ACUPUNCTURE = "cosmetic-acupuncture", _("Cosmetic acupuncture")
    QUESTION = "question", _("A question")


class CallToActionBlock(SharedBlock):
    """An invitation with a button and the telephone number beside it.

    Where no plugin knows the intent, the button leads to the clinic's contact section.
    """

    body = ProseBlock(required=False, label=_("Text"))
    intent = choice_of(
        Intent,
        search_index=False,
        label=_("What the reader wants"),
        help_text=_("Each clinic decides where this leads."),
    )
    label = LineBlock(
        label=_("Words on the button"),
        help_text=_(
            "Say what happens, as in “Ask for an appointment”. “Click here” says nothing on its own."
        ),
    )

    class Meta:
        template = "blocks/call_to_action.html"
        icon = "calendar-check"
        label = _("Call to action")
        group = groups.NEXT_STEPS
        description = _("An invitation to book or to ask, with the clinic's telephone number.")
        preview_value = {
            "heading": "Talk to us first",
            "body": "<p>Not sure whether acupuncture is for you? Ask us before you book.</p>",
            "intent": "question",
            "label": "Ask a question",
        }

    def get_context(self, value: StructValue, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add ``link`` and ``phone_url``; the latter is empty without a clinic that has a number."""
        context = super().get_context(value, parent_context=parent_context)
        here = current_context()
        context["link"] = _link(value.get("intent") or "", context.get("page"))
        context["phone_url"] = phone_url(here.clinic.phone) if here else ""
        return context


def _link(intent: str, page: Any) -> Link:
    here = current_context()
    if here is None:
        return Link("/#contact")
    return link_for(intent, here, page) or Link(f"{here.home_url}#contact")
