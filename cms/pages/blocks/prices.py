"""Prices: what a visit costs, and from which day on that holds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.blocks import groups
from cms.blocks.shared import SharedBlock
from cms.blocks.writing import DayBlock, LineBlock, ProseBlock, some
from cms.streams.blocks import DurableStructBlock


class PriceBlock(DurableStructBlock):
    """One service with its price."""

    service = LineBlock(max_length=120, label=_("Service"))
    duration = LineBlock(
        required=False, max_length=80, label=_("How long"), help_text=_("As in “about 45 minutes”.")
    )
    price = LineBlock(
        max_length=40,
        label=_("Price"),
        help_text=_("With its currency and all that must be paid, as in “$120” or “650 kr.”."),
    )
    note = LineBlock(required=False, max_length=200, label=_("Remark"))


class PricesBlock(SharedBlock):
    """A list of prices with its date: a price without one cannot be trusted."""

    intro = ProseBlock(required=False, label=_("Introduction"))
    valid_from = DayBlock(label=_("Valid from"), help_text=_("The page shows this date."))
    items = some(PriceBlock(), label=_("Prices"))
    note = ProseBlock(
        required=False,
        label=_("Note"),
        help_text=_("Insurance, ways to pay, and what happens when somebody cancels."),
    )

    class Meta:
        template = "blocks/prices.html"
        icon = "tag"
        label = _("Prices")
        group = groups.CLINIC
        description = _("What a visit costs, with the day from which the prices hold.")
        preview_value = {
            "heading": "What it costs",
            "valid_from": "2026-01-01",
            "items": [
                {"service": "First visit", "duration": "about 75 minutes", "price": "$160"},
                {"service": "Follow-up visit", "duration": "about 45 minutes", "price": "$110"},
            ],
            "note": "<p>You pay for each visit. We do not sell packages.</p>",
        }
