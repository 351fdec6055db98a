"""The rows of a clinic's lists of services, practitioners and locations, and what may not be among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.plugins.api import DurableStructBlock
from plugins.booking_link.fields.choosing import (
    OwnChoiceBlock,
    location_choices,
    practitioner_choices,
    service_choices,
)
from plugins.booking_link.fields.link_block import LinkBlock
from plugins.booking_link.fields.words import WordsBlock
from plugins.booking_link.intents import Intent
from plugins.booking_link.targets.resolution import keyed

PASTE = _(
    "Open the booking page as a new patient would, copy its whole address, and paste it here: https://…"
)


class ServiceBlock(DurableStructBlock):
    """Something that patients can book, with a booking page of its own."""

    title = WordsBlock(label=_("Name"), help_text=_("What patients call it, in each of your languages."))
    link = LinkBlock(label=_("Booking page"), help_text=PASTE)
    intents = blocks.MultipleChoiceBlock(
        choices=Intent.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("It answers"),
        help_text=_("Pages of the library ask for these. A button there then leads to this booking page."),
    )

    class Meta:
        icon = "calendar-check"
        label = _("Service")
        label_format = "{title}"


class PractitionerLinkBlock(DurableStructBlock):
    """A practitioner's own booking page, for everything or for one service."""

    practitioner = OwnChoiceBlock(practitioner_choices, label=_("Practitioner"))
    service = OwnChoiceBlock(
        service_choices,
        required=False,
        label=_("For which service"),
        help_text=_("A service that you added above can be chosen once it has been saved."),
    )
    link = LinkBlock(label=_("Booking page"), help_text=PASTE)

    class Meta:
        icon = "user"
        label = _("Practitioner")
        label_format = "{practitioner} {service}"


class LocationLinkBlock(DurableStructBlock):
    """A location's own booking page."""

    location = OwnChoiceBlock(location_choices, label=_("Location"))
    link = LinkBlock(label=_("Booking page"), help_text=PASTE)

    class Meta:
        icon = "home"
        label = _("Location")
        label_format = "{location}"


def problems_among(value: Any) -> Iterator[tuple[str, ListBlockValidationError]]:
    """Yield what is wrong between the rows of the lists, at the fields of the rows, by list."""
    yield "services", _rows(_taken_twice(value["services"]), "intents")
    known = {key for key, _service in keyed(value["services"])}
    unknown = {
        number: gettext("This service is not on your list any more. Choose another one.")
        for number, row in enumerate(value["practitioners"])
        if row["service"] and row["service"] not in known
    }
    yield "practitioners", _rows(unknown, "service")


def _taken_twice(services: Any) -> dict[int, str]:
    taken: set[str] = set()
    found: dict[int, str] = {}
    for number, service in enumerate(services):
        if twice := taken & set(service["intents"]):
            names = ", ".join(str(Intent(one).label) for one in sorted(twice))
            found[number] = gettext("Another service answers this already: %(names)s.") % {"names": names}
        taken |= set(service["intents"])
    return found


def _rows(messages: Mapping[int, str], field: str) -> ListBlockValidationError:
    return ListBlockValidationError(
        block_errors={
            number: StructBlockValidationError(block_errors={field: ValidationError(message)})
            for number, message in messages.items()
        }
    )
