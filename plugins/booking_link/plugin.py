"""What the plugin contributes: its settings, and a button in two slots."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cms.plugins.api import Plugin, SlotContext
from plugins.booking_link.settings import BookingSettings

plugin = Plugin("booking_link")
plugin.settings(BookingSettings)


@plugin.slot("page.header.action.v1")
def button_in_header(context: SlotContext) -> SafeString:
    """The way to the booking, small enough for the header."""
    return render_to_string("booking_link/header.html", _told(context))


@plugin.slot("page.body.end.v1")
def invitation_at_the_end(context: SlotContext) -> SafeString:
    """The way to the booking for whoever has read to the end."""
    return render_to_string("booking_link/end.html", _told(context))


def _told(context: SlotContext) -> dict[str, str]:
    return {
        "address": context.settings["address"],
        "label": context.settings["label"],
        "clinic": context.clinic.name,
    }
