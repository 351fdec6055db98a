"""A booking button as a template shows it: where it leads, what it says, and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.plugins.api import PluginContext, plugin_url
from plugins.booking_link.buttons.frames import Frame, frame_address, origin_of
from plugins.booking_link.clicks.tokens import token_for
from plugins.booking_link.fields.words import words_in
from plugins.booking_link.links.link import BookingLink
from plugins.booking_link.targets.looking_up import target_at_hand
from plugins.booking_link.targets.resolution import Ask, Kind, Level

NAME = "booking_link"


@dataclass(frozen=True, slots=True)
class Button:
    """One button. ``address`` counts the click and leads on; a telephone or mail address is itself.

    ``note`` is a sentence to stand beside it, or empty.
    """

    kind: Kind
    level: Level
    address: str
    label: str
    note: str = ""
    link: BookingLink | None = None

    @property
    def is_online(self) -> bool:
        """Whether it leads to a booking page."""
        return self.kind == "url"


def button_for(
    context: PluginContext, ask: Ask, *, label: str = "", own_link: BookingLink | None = None
) -> Button | None:
    """Return the button for ``ask``, with ``label`` or the clinic's words on it.

    ``own_link`` is the link of a block. ``None`` if there is no link, no telephone and no mail address.
    """
    target = target_at_hand(context, ask, own_link=own_link)
    match target.kind:
        case "url":
            words = label or words_in(context.settings["label"], ask.language, _("Book a visit"))
            address = counted_address(ask, context.clinic.id)
            return Button("url", target.level, address, words, target.note, target.link)
        case "phone":
            words = _("Call %(number)s") % {"number": target.shown}
            return Button("phone", target.level, target.address, words, target.note)
        case "mail":
            words = _("Write to %(address)s") % {"address": target.shown}
            return Button("mail", target.level, target.address, words, target.note)
    return None


def counted_address(ask: Ask, clinic_id: int) -> str:
    """Return the address on the clinic's own site that counts a click and leads on."""
    return plugin_url(NAME, "go", token_for(ask, clinic_id))


def frame_for(context: PluginContext, ask: Ask, button: Button) -> Frame | None:
    """Return how the booking page of ``button`` opens inside a page; ``None`` if it may not.

    ``ask`` is what opening it is counted as.
    """
    address = frame_address(button.link) if button.link else ""
    origin = origin_of(address)
    if origin not in context.settings.embed_origins:
        return None
    return Frame(address, origin, counted_address(ask, context.clinic.id))
