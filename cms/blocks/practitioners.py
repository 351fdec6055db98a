"""Practitioners: who at the present clinic treats this."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.struct_block import StructValue

from cms.blocks import groups
from cms.blocks.shared import SharedBlock
from cms.blocks.writing import ProseBlock
from cms.clinics.models import Practitioner, PractitionerText
from cms.locales.context import current_context

SAMPLE_PRACTITIONERS = {"Robin Vance": "L.Ac.", "Kim Solberg": ""}
SAMPLE_TITLES = {"en": "Acupuncturist", "da": "Akupunktør"}


class PractitionersBlock(SharedBlock):
    """The clinic's practitioners whose specialisms include the page; nothing where there are none."""

    intro = ProseBlock(required=False, label=_("Introduction"))

    class Meta:
        template = "blocks/practitioners.html"
        icon = "group"
        label = _("Who treats this")
        group = groups.NEXT_STEPS
        description = _("The clinic's practitioners who treat this. Nothing shows where there are none.")
        preview_value = {"heading": "Who treats this at {clinic}"}

    def render(self, value: StructValue, context: dict[str, Any] | None = None) -> SafeString:
        """Nothing at all without a practitioner: a heading alone would mislead."""
        shown = {**(context or {})}
        if "treating_practitioners" not in shown:
            shown["treating_practitioners"] = practitioners_for(shown.get("page"))
        return super().render(value, context=shown) if shown["treating_practitioners"] else SafeString("")

    def get_preview_context(
        self, value: StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Samples stand in for people: a preview must not show a clinic's staff."""
        return {**(parent_context or {}), "treating_practitioners": sample_practitioners()}


def practitioners_for(page: Any) -> list[Practitioner]:
    """Who at the present clinic treats what the page is about, in the clinic's order, with their texts."""
    here = current_context()
    key = subject_of(page)
    if here is None or key is None:
        return []
    found = Practitioner.objects.for_clinic(here.clinic.id).filter(specialisms__subject__translation_key=key)
    return list(found.select_related("photo").prefetch_related("texts").distinct())


def sample_practitioners() -> list[Practitioner]:
    """Return invented people, who are stored nowhere."""
    return [
        Practitioner(
            name=name,
            credentials=credentials,
            texts=[
                PractitionerText(language_code=code, title=title) for code, title in SAMPLE_TITLES.items()
            ],
        )
        for name, credentials in SAMPLE_PRACTITIONERS.items()
    ]


def subject_of(page: Any) -> UUID | None:
    """The translation key of the library page that a page follows, or is."""
    return getattr(page, "library_key", None) or getattr(page, "translation_key", None)
