"""Trying out where buttons lead: what answers for a page, an intent, a practitioner, a place, a service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.plugins.api import PluginContext
from plugins.booking_link.fields.choosing import location_choices, practitioner_choices, service_choices
from plugins.booking_link.intents import Intent
from plugins.booking_link.links.link import BookingLink
from plugins.booking_link.placements import Placement
from plugins.booking_link.screens.clinic_pages import (
    CALL_TO_ACTION,
    MOST,
    Invitation,
    invitations_on,
    pages_of,
)
from plugins.booking_link.targets.descriptions import LEVELS, describe
from plugins.booking_link.targets.looking_up import target_of
from plugins.booking_link.targets.own_links import mark_of
from plugins.booking_link.targets.resolution import Ask, Target

ANY = ("", gettext_lazy("Any"))


@dataclass(frozen=True, slots=True)
class Answer:
    """Where one button leads: its name, which of the clinic's choices answered, the link, its address."""

    button: str
    level: str
    link: str
    address: str


class TryForm(forms.Form):
    """What a button may ask for; everything may be left open."""

    page = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, label=gettext_lazy("Page"))
    intent = forms.ChoiceField(
        required=False, choices=[ANY, *Intent.choices], label=gettext_lazy("What the reader wants")
    )
    practitioner = forms.TypedChoiceField(
        coerce=int, empty_value=None, required=False, label=gettext_lazy("Practitioner")
    )
    location = forms.TypedChoiceField(
        coerce=int, empty_value=None, required=False, label=gettext_lazy("Location")
    )
    service = forms.ChoiceField(required=False, label=gettext_lazy("Service"))

    def __init__(self, data: Any, *, context: PluginContext) -> None:
        super().__init__(data)
        self.context = context
        self.pages = {page.pk: page for page in pages_of(context.clinic)[:MOST]}
        choices = {
            "page": [(str(pk), _indented(page)) for pk, page in self.pages.items()],
            "practitioner": practitioner_choices(),
            "location": location_choices(),
            "service": service_choices(),
        }
        for name, found in choices.items():
            self.fields[name].choices = [ANY, *found]

    def answers(self) -> list[Answer]:
        """Return where a button with these wishes leads, and then the buttons that the page has."""
        if not self.is_valid():
            return []
        page = self.pages.get(self.cleaned_data["page"])
        wishes = {name: value for name, value in self.cleaned_data.items() if name != "page" and value}
        asked = Ask(Placement.END.value, self.context.language, page and page.pk, **wishes)
        return [
            answer_to(self.context, asked, _("A button that asks for this")),
            *(_on_page(self.context, page.specific) if page is not None else ()),
        ]


def answer_to(context: PluginContext, ask: Ask, button: str, own_link: BookingLink | None = None) -> Answer:
    """Return where ``ask`` leads, in words; ``button`` says which button that is."""
    target = target_of(context, ask, own_link=own_link)
    return Answer(button, str(LEVELS[target.level]), _link(target), target.address)


def _on_page(context: PluginContext, page: Any) -> Iterator[Answer]:
    for one in invitations_on(page):
        own = one.link if isinstance(one.link, BookingLink) else None
        placement = Placement.CALL_TO_ACTION if one.type == CALL_TO_ACTION else Placement.BLOCK
        mark = mark_of(own) if own else ""
        ask = Ask(placement.value, context.language, page.pk, intent=one.intent, block=mark)
        yield answer_to(context, ask, _name(one, placement), own)


def _name(invitation: Invitation, placement: Placement) -> str:
    words = f"“{invitation.words}”" if invitation.words else ""
    wanted = str(Intent(invitation.intent).label) if invitation.intent in Intent.values else ""
    return " · ".join(part for part in (str(placement.label), words, wanted) if part)


def _link(target: Target) -> str:
    return describe(target.link) if target.link else target.shown


def _indented(page: Any) -> str:
    return f"{'– ' * (page.depth - 2)}{page.get_admin_display_title()}"
