"""What plugins show on the dashboard of the admin: one panel for each clinic that one works for.

Staff of the network as a whole work for every clinic and get none, however many clinics there are. Neither
does whoever works for more than a few: such a dashboard would be read by nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.admin.ui.components import Component

from cms.clinics.queries import clinics_of, works_for_every_clinic
from cms.clinics.records import ClinicRecord, record_of
from cms.locales.context import RequestContext
from cms.plugins.registry import registry
from cms.plugins.rendering import render_slot

SLOT = "dashboard.panel.v1"
FEW = 10


class ClinicPanel(Component):
    """What the plugins of one clinic show; ``heading`` is empty where there is one clinic only."""

    template_name = "plugins/dashboard_panel.html"
    order = 400

    def __init__(self, clinic_id: int, heading: str, html: SafeString) -> None:
        self.clinic_id = clinic_id
        self.heading = heading
        self.html = html

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"clinic_id": self.clinic_id, "heading": self.heading, "html": self.html}


def panels_for(user: Any) -> list[ClinicPanel]:
    """Return a panel for each of the user's clinics whose plugins have something to show."""
    if not registry.in_slot(SLOT) or works_for_every_clinic(user):
        return []
    clinics = list(clinics_of(user).order_by("name")[: FEW + 1])
    if len(clinics) > FEW:
        return []
    records = (record for one in clinics if (record := record_of(one.pk)) is not None)
    panels = (_panel(record, record.name if len(clinics) > 1 else "") for record in records)
    return [panel for panel in panels if panel.html]


def _panel(clinic: ClinicRecord, heading: str) -> ClinicPanel:
    language = clinic.language(get_language() or "") or clinic.languages[0]
    return ClinicPanel(clinic.id, heading, render_slot(SLOT, RequestContext(clinic, language)))
