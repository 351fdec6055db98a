"""People: everyone who treats patients at the clinic."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.struct_block import StructValue

from cms.blocks import groups
from cms.blocks.practitioners import sample_practitioners
from cms.blocks.shared import SharedBlock
from cms.blocks.writing import ProseBlock
from cms.clinics.people import practitioners_of
from cms.locales.context import current_context
from cms.plugins.remembering import remembered


class PeopleBlock(SharedBlock):
    """All practitioners of the clinic, in their order; nothing where there are none."""

    intro = ProseBlock(required=False, label=_("Introduction"))

    class Meta:
        template = "blocks/people.html"
        icon = "group"
        label = _("Our practitioners")
        group = groups.CLINIC
        description = _("Everyone who treats patients at your clinic, as listed under Practitioners.")
        preview_value = {"heading": "Who treats you"}

    def render(self, value: StructValue, context: dict[str, Any] | None = None) -> SafeString:
        """Nothing at all without a practitioner."""
        shown = {**(context or {})}
        if "practitioners" not in shown:
            here = current_context()
            shown["practitioners"] = practitioners_of(here.clinic) if here else []
        return super().render(value, context=shown) if shown["practitioners"] else SafeString("")

    def get_searchable_content(self, value: StructValue) -> list[str]:
        """The names of whom the block shows, and its own words; nothing without a practitioner."""
        here = current_context()
        if here is None:
            return []
        look_up = partial(practitioners_of, here.clinic)
        people = remembered(("practitioners", here.clinic.id), look_up)
        own: list[str] = super().get_searchable_content(value) if people else []
        return [*own, *(person.display_name for person in people)]

    def get_preview_context(
        self, value: StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Samples stand in for people: a preview must not show a clinic's staff."""
        return {**(parent_context or {}), "practitioners": sample_practitioners()}
