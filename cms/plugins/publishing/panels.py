"""What the dashboard says of plugins: pages that they kept back while nobody was there to be told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from cms.plugins.publishing.kept_back import kept_back


class KeptBackPanel(Component):
    """Pages that were to be published, and that a plugin objects to; nothing if there are none."""

    name = "plugins-kept-back"
    order = 70
    template_name = "plugins/kept_back_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"pages": kept_back(parent_context["request"].user)}
