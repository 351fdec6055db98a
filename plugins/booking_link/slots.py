"""What the plugin shows around the text of a page: in the header, at the end, on cards, along the bottom."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cms.plugins.api import IntentContext, Link, PageContext, SlotContext
from plugins.booking_link.buttons.button import Button, button_for, frame_for
from plugins.booking_link.buttons.printing import drawing, scanned_address
from plugins.booking_link.placements import Placement
from plugins.booking_link.targets.resolution import Ask, Level


def style_and_script(context: SlotContext) -> SafeString:
    """The style sheet and the script of the plugin."""
    return render_to_string("booking_link/head.html")


def button_in_header(context: SlotContext) -> SafeString | None:
    """The way to the booking; without one the header keeps its link to the contact section."""
    if not context.settings["in_header"]:
        return None
    button = button_for(context, ask_in(context, Placement.HEADER))
    return _online("booking_link/header.html", button)


def bar_on_phones(context: SlotContext) -> SafeString | None:
    """The way to the booking along the bottom of a phone, or to the telephone."""
    if not context.settings["on_phones"]:
        return None
    button = button_for(context, ask_in(context, Placement.BAR))
    return _rendered("booking_link/bar.html", button) if button else None


def invitation_at_the_end(context: SlotContext) -> SafeString | None:
    """The way to the booking for whoever has read to the end, and its QR code for whoever prints the page."""
    if not context.settings["at_end"]:
        return None
    button = button_for(context, ask_in(context, Placement.END))
    if button is None:
        return None
    frame = frame_for(context, ask_in(context, Placement.FRAME), button)
    code = drawing(scanned_address(context, ask_in(context, Placement.PRINT))) if button.is_online else ""
    return _rendered("booking_link/end.html", button, clinic=context.clinic, frame=frame, code=code)


def button_of_practitioner(context: SlotContext) -> SafeString | None:
    """The way to a practitioner's own booking page, if there is one."""
    person = context.practitioner
    if not context.settings["on_cards"] or getattr(person, "pk", None) is None:
        return None
    button = button_for(context, ask_in(context, Placement.PRACTITIONER, practitioner=person.pk))
    if button is None or button.level is not Level.PRACTITIONER:
        return None
    return _rendered("booking_link/practitioner.html", button, name=person.name)


def button_of_location(context: SlotContext) -> SafeString | None:
    """The way to a location's own booking page, if there is one."""
    place = context.location
    if not context.settings["on_cards"] or getattr(place, "pk", None) is None:
        return None
    button = button_for(context, ask_in(context, Placement.LOCATION, location=place.pk))
    if button is None or button.level is not Level.LOCATION:
        return None
    return _rendered("booking_link/location.html", button, name=place.name)


def link_for_intent(context: IntentContext) -> Link | None:
    """Where a call to action of the library leads; without a booking page the contact section stays."""
    ask = ask_in(context, Placement.CALL_TO_ACTION, intent=context.intent)
    button = button_for(context, ask)
    return Link(button.address, button.note) if button is not None and button.is_online else None


def ask_in(context: PageContext, placement: Placement, **more: Any) -> Ask:
    """Return what a button in ``placement`` of the page that is shown stands for."""
    return Ask(placement.value, context.language, getattr(context.page, "pk", None), **more)


def _online(template: str, button: Button | None) -> SafeString | None:
    return _rendered(template, button) if button is not None and button.is_online else None


def _rendered(template: str, button: Button, **more: Any) -> SafeString:
    return render_to_string(template, {"button": button, **more})
