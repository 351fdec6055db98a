"""Locations: where the clinic is, when it is open, and how to get there."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.struct_block import StructValue

from cms.blocks import groups
from cms.blocks.shared import SharedBlock
from cms.blocks.writing import ProseBlock
from cms.clinics.models import Location
from cms.clinics.places import places_of
from cms.locales.context import current_context


class LocationsBlock(SharedBlock):
    """The clinic's places with their hours; a link leads to a map elsewhere, and no map is loaded."""

    intro = ProseBlock(
        required=False,
        label=_("Introduction"),
        help_text=_("Stairs, lift, parking and buses: what people want to know before they set out."),
    )

    class Meta:
        template = "blocks/locations.html"
        icon = "site"
        label = _("Where we are")
        group = groups.CLINIC
        description = _("Addresses, opening hours and directions, as listed under Locations.")
        preview_value = {"heading": "Where we are"}

    def render(self, value: StructValue, context: dict[str, Any] | None = None) -> SafeString:
        """Nothing at all without a place."""
        shown = {**(context or {})}
        if "locations" not in shown:
            here = current_context()
            shown["locations"] = places_of(here.clinic) if here else []
        return super().render(value, context=shown) if shown["locations"] else SafeString("")

    def get_searchable_content(self, value: StructValue) -> list[str]:
        """The names and addresses of the places that the block shows, and its own words."""
        here = current_context()
        places = places_of(here.clinic) if here else []
        own: list[str] = super().get_searchable_content(value) if places else []
        return [*own, *(f"{one.name}, {one.street}, {one.postal_code} {one.city}" for one in places)]

    def get_preview_context(
        self, value: StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """A sample stands in for the places of whoever looks."""
        return {**(parent_context or {}), "locations": [sample_location()]}


def sample_location() -> Location:
    """Return an invented place, which is stored nowhere."""
    return Location(name="Mill Street", street="1 Mill Street", postal_code="00000", city="Sampleton")
