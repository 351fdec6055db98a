"""What the dashboard says about proposals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from cms.editions.models import Proposal
from cms.editions.proposals import labels
from cms.editions.proposals.queries import open_proposals, proposals_of

SHOWN = 5
RECENT = timedelta(days=30)


class WaitingPanel(Component):
    """The proposals that wait for the library."""

    name = "proposals"
    order = 210
    template_name = "editions/proposals/waiting_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        waiting = open_proposals().order_by("pk")
        count = waiting.count()
        return {"count": count, "lines": labels.lines(waiting[:SHOWN]) if count else []}


class AnswersPanel(Component):
    """The library's answers of the last month, and how many proposals wait for one."""

    name = "proposals"
    order = 210
    template_name = "editions/proposals/answers_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        own = proposals_of(parent_context["request"].user)
        answered = own.filter(
            state__in=(Proposal.State.ACCEPTED, Proposal.State.DECLINED),
            decided_at__gte=timezone.now() - RECENT,
        ).order_by("-decided_at")
        return {
            "count": own.filter(state=Proposal.State.OPEN).count(),
            "lines": labels.lines(answered[:SHOWN]),
        }
