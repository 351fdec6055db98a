"""What the dashboard says about safety corrections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from cms.clinics.queries import clinics_of
from cms.editions.oversight.deadlines import open_for, progress
from cms.editions.oversight.labels import named

SHOWN = 5


class OpenPanel(Component):
    """What the user's clinics have to acknowledge; nothing if there is nothing."""

    name = "corrections"
    order = 50
    template_name = "editions/oversight/open_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        found = open_for(list(clinics_of(parent_context["request"].user)))
        lines = [{"one": one, "parked": named(one.parked) if one.parked else []} for one in found[:SHOWN]]
        return {
            "lines": lines,
            "count": len(found),
            "overdue": sum(one.is_overdue for one in found),
            "request": parent_context["request"],
        }


class ProgressPanel(Component):
    """The corrections that not every clinic has acknowledged, for those who work for the network."""

    name = "corrections"
    order = 60
    template_name = "editions/oversight/progress_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        found = progress(only_open=True)
        return {
            "rows": found[:SHOWN],
            "count": len(found),
            "overdue": sum(row.is_overdue for row in found),
        }
