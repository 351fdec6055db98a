"""What a clinic sets: where patients book, for what and with whom, what the buttons say, where they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings as installation
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError

from cms.plugins.api import DurableStructBlock, here
from plugins.booking_link.fields.choosing import location_choices, practitioner_choices
from plugins.booking_link.fields.link_block import LinkBlock
from plugins.booking_link.fields.rows import (
    LocationLinkBlock,
    PractitionerLinkBlock,
    ServiceBlock,
    problems_among,
)
from plugins.booking_link.fields.words import WordsBlock
from plugins.booking_link.values import BookingSettingsValue


class BookingSettings(DurableStructBlock):
    """The settings of one clinic. Without any link the buttons offer the telephone, then mail."""

    link = LinkBlock(
        required=False,
        label=_("Your booking page"),
        help_text=_(
            "Open it as a new patient would, copy its whole address, and paste it here: https://… "
            "Left empty, the buttons offer your telephone number, or else your mail address."
        ),
    )
    label = WordsBlock(
        required=False,
        label=_("What the buttons say"),
        help_text=_("Left empty, they say “Book a visit” in the language of the page."),
    )
    services = blocks.ListBlock(ServiceBlock(), default=[], collapsed=True, label=_("Services"))
    practitioners = blocks.ListBlock(
        PractitionerLinkBlock(), default=[], collapsed=True, label=_("Practitioners with a booking page")
    )
    locations = blocks.ListBlock(
        LocationLinkBlock(), default=[], collapsed=True, label=_("Locations with a booking page")
    )
    in_header = blocks.BooleanBlock(required=False, default=True, label=_("In the header of every page"))
    on_phones = blocks.BooleanBlock(
        required=False, default=True, label=_("As a bar along the bottom of every page on phones")
    )
    on_cards = blocks.BooleanBlock(
        required=False,
        default=True,
        label=_("With the practitioners and locations that have a booking page of their own"),
    )
    at_end = blocks.BooleanBlock(required=False, default=True, label=_("At the end of every page of text"))
    embedded = blocks.BooleanBlock(
        required=False,
        label=_("Let visitors book without leaving your website"),
        help_text=_(
            "The booking page then opens inside yours, at the end of a page and in booking blocks that ask "
            "for it. It is fetched only when a visitor says so, and a plain link stays beside it. Not every "
            "booking service allows this."
        ),
    )
    campaign = blocks.RegexBlock(
        r"\A[A-Za-z0-9_.-]*\Z",
        required=False,
        max_length=60,
        label=_("Name of a campaign"),
        help_text=_(
            "Your booking service then learns that visitors came from this website, and by which button "
            "(utm_source, utm_medium, utm_campaign, utm_content). Left empty, it learns nothing of that."
        ),
        error_messages={"invalid": _("Use letters without accents, digits, dots, dashes and underscores.")},
    )
    campaign_until = blocks.DateBlock(
        required=False,
        label=_("Last day of the campaign"),
        help_text=_("After it nothing is added any more."),
    )
    pass_condition = blocks.BooleanBlock(
        required=False,
        label=_("Tell the booking service which page the visitor was reading"),
        help_text=_(
            "A page about a condition says something of its reader's health. Switch this on only if your "
            "privacy policy says so and the law of your country allows it. It needs a campaign."
        ),
    )

    def upgrade(self, raw: Any) -> Any:
        """Version 0.1 had one address, as text, and one label for all languages."""
        if not isinstance(raw, Mapping):
            return raw
        now = {**raw}
        if "address" in now:
            address = now.pop("address")
            now.setdefault("link", address)
        if isinstance(now.get("label"), str):
            label = now["label"]
            now["label"] = {code: label for code, _name in installation.LANGUAGES if label}
        return now

    def clean(self, value: Any) -> Any:
        """Refuse an intent that two services answer, and a service that there is none of.

        Rows for people and places that are not the clinic's are left out: settings copied from another clinic
        have them, and so have those of somebody who has left.
        """
        if here("booking_link") is not None:
            self._keep_own(value, "practitioners", "practitioner", practitioner_choices())
            self._keep_own(value, "locations", "location", location_choices())
        cleaned = super().clean(value)
        problems = {name: error for name, error in problems_among(cleaned) if error.block_errors}
        if problems:
            raise StructBlockValidationError(block_errors=problems)
        return cleaned

    def _keep_own(self, value: Any, rows: str, field: str, choices: Iterable[tuple[str, str]]) -> None:
        own = {"", *(key for key, _name in choices)}
        kept = [row for row in value[rows].bound_blocks if (row.value[field] or "") in own]
        value[rows] = ListValue(self.child_blocks[rows], bound_blocks=kept)

    class Meta:
        icon = "calendar-alt"
        label = _("Booking link")
        value_class = BookingSettingsValue
        form_layout = BlockGroup(
            children=[
                "link",
                "label",
                BlockGroup(
                    ["services"],
                    heading=_("What patients can book"),
                    help_text=_("Needed only if a service has a booking page of its own."),
                    icon="calendar-check",
                    label_format="",
                ),
                BlockGroup(
                    ["in_header", "on_phones", "on_cards", "at_end", "embedded"],
                    heading=_("Where the buttons are"),
                    icon="view",
                    label_format="",
                ),
                BlockGroup(
                    ["practitioners", "locations"],
                    heading=_("Practitioners and locations"),
                    help_text=_("Needed only for those that have a booking page of their own."),
                    icon="group",
                    classname="collapsed",
                    label_format="",
                ),
                BlockGroup(
                    ["campaign", "campaign_until", "pass_condition"],
                    heading=_("What the booking service learns"),
                    icon="lock",
                    classname="collapsed",
                    label_format="",
                ),
            ]
        )
