"""The booking block: an invitation on a page, with a button or with the booking page itself."""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructValue

from cms.plugins.api import DurableStructBlock, PluginContext, here
from plugins.booking_link.buttons.button import NAME, Button, button_for, frame_for
from plugins.booking_link.fields.link_block import LinkBlock
from plugins.booking_link.intents import Intent
from plugins.booking_link.links.link import BookingLink
from plugins.booking_link.placements import Placement
from plugins.booking_link.targets.descriptions import LEVELS, describe
from plugins.booking_link.targets.own_links import mark_of
from plugins.booking_link.targets.resolution import Ask


class Form(TextChoices):
    """How a booking block offers the booking page."""

    BUTTON = "button", _("A button")
    FRAME = "frame", _("A button that opens the booking page inside this page")


class BookingBlock(DurableStructBlock):
    """An invitation to book."""

    heading = blocks.CharBlock(required=False, max_length=150, label=_("Heading"))
    text = blocks.RichTextBlock(required=False, features=["bold", "italic", "link"], label=_("Text"))
    intent = blocks.ChoiceBlock(
        required=False,
        choices=Intent.choices,
        label=_("What the reader wants"),
        help_text=_("The settings of the clinic say which booking page answers. Nothing means any visit."),
    )
    label = blocks.CharBlock(
        required=False,
        max_length=60,
        label=_("Words on the button"),
        help_text=_("Left empty, it says what all the clinic's booking buttons say."),
    )
    shown_as = blocks.ChoiceBlock(
        choices=Form.choices,
        default=Form.BUTTON.value,
        label=_("It is"),
        help_text=_("The booking page opens inside only if the clinic and its booking service allow that."),
    )
    link = LinkBlock(
        required=False,
        label=_("A booking page for this block alone"),
        help_text=_("Only if the settings of the clinic do not answer: for a course or an event, say."),
    )

    def get_context(self, value: StructValue, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add ``button``, ``frame`` and, in the preview of a page, which of the clinic's choices answered."""
        context = super().get_context(value, parent_context=parent_context)
        told = here(NAME)
        context["is_sample"] = told is None
        return context if told is None else {**context, **_shown(value, told, context)}

    class Meta:
        template = "booking_link/block.html"
        icon = "calendar-check"
        label = _("Booking")
        label_format = "{heading}"
        description = _("An invitation to book online, with a button or with the booking page itself.")
        preview_template = "blocks/preview.html"
        preview_value = {
            "heading": "Ready for a visit?",
            "text": "<p>Choose a time that suits you. A first visit takes about an hour.</p>",
            "intent": "initial-consultation",
            "label": "Book a first visit",
            "shown_as": "button",
            "link": None,
        }


def _shown(value: StructValue, told: PluginContext, context: dict[str, Any]) -> dict[str, Any]:
    own = value.get("link")
    page = getattr(context.get("page"), "pk", None)
    mark = mark_of(own) if isinstance(own, BookingLink) else ""
    ask = Ask(Placement.BLOCK.value, told.language, page, intent=value.get("intent") or "", block=mark)
    button = button_for(told, ask, label=value.get("label") or "", own_link=own if mark else None)
    if button is None:
        return {"button": None}
    opened = Ask(Placement.FRAME.value, told.language, page, intent=ask.intent, block=mark)
    wants_frame = value.get("shown_as") == Form.FRAME
    return {
        "button": button,
        "clinic": told.clinic,
        "frame": frame_for(told, opened, button) if wants_frame else None,
        "answered": _answered(button) if _is_preview(context) else "",
    }


def _answered(button: Button) -> str:
    """Say to an editor which of the clinic's choices the button follows."""
    told = {"level": LEVELS[button.level], "link": describe(button.link) if button.link else button.label}
    return gettext("Here the button follows %(level)s: %(link)s.") % told


def _is_preview(context: dict[str, Any]) -> bool:
    return bool(getattr(context.get("request"), "is_preview", False))
