"""What a clinic sets: where its booking is, and what the button says in each language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.plugins.api import DurableStructBlock
from plugins.booking_link.links import check_link


class BookingSettings(DurableStructBlock):
    address = blocks.CharBlock(
        label=_("Address of your online booking"),
        help_text=_("Open your booking page as a new patient would and copy its address: https://…"),
        validators=[check_link],
    )
    label = blocks.CharBlock(
        label=_("What the button says"),
        required=False,
        max_length=40,
        help_text=_("Leave it empty for “Book a visit” in the language of the page."),
    )

    class Meta:
        icon = "calendar-alt"
        label = _("Booking link")
