"""What proposals add to the admin: addresses, an entry in the menu with a count, and names for the log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from cms.clinics.queries import clinics_of
from cms.editions.models import Edition
from cms.editions.proposals import actions, urls
from cms.editions.proposals.panels import AnswersPanel, WaitingPanel
from cms.editions.proposals.queries import may_propose, may_release, open_proposals
from cms.editions.proposals.returning import RETURNED


class ProposalsMenuItem(MenuItem):
    """Leads the library's editors to what waits for them, with its count, and clinics to their own."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_release(request.user) or may_propose(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        if not may_release(request.user):
            return LinkMenuItem(
                self.name, _("Our proposals"), reverse("editions_proposals:own"), icon_name=self.icon_name
            )
        count = open_proposals().count()
        label = _("Proposals (%(count)d)") % {"count": count} if count else str(self.label)
        waiting = ngettext("%(count)d proposal waits", "%(count)d proposals wait", count) % {"count": count}
        return LinkMenuItem(
            self.name, label, self.url, icon_name=self.icon_name, attrs={"title": waiting} if count else {}
        )


@hooks.register("register_admin_urls")
def register_proposal_urls() -> list[URLPattern | URLResolver]:
    return [path("editions/proposals/", include(urls))]


@hooks.register("register_admin_menu_item")
def register_proposal_menu_item() -> ProposalsMenuItem:
    return ProposalsMenuItem(
        gettext_lazy("Proposals"),
        reverse_lazy("editions_proposals:library"),
        name="proposals",
        icon_name="upload",
        order=180,
    )


@hooks.register("register_page_header_buttons")
def link_to_offers(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Lead from a published edition to what its clinic could propose of it."""
    if isinstance(page, Edition) and page.live and may_propose(user):
        owner = page.clinic_and_language()
        if owner is not None and clinics_of(user).filter(pk=owner[0].id).exists():
            url = reverse("editions_proposals:offers", args=[page.pk])
            yield Button(_("Propose to the library"), url, icon_name="upload", priority=70)


@hooks.register("construct_homepage_panels")
def add_proposal_panels(request: HttpRequest, panels: list[Any]) -> None:
    if may_release(request.user):
        panels.append(WaitingPanel())
    elif may_propose(request.user):
        panels.append(AnswersPanel())


@hooks.register("register_log_actions")
def register_proposal_actions(registry: LogActionRegistry) -> None:
    registry.register_action(
        actions.OFFERED, gettext_lazy("Propose to the library"), gettext_lazy("Proposed to the library")
    )
    registry.register_action(
        actions.ACCEPTED, gettext_lazy("Accept a proposal"), gettext_lazy("A proposal was accepted")
    )
    registry.register_action(
        actions.DECLINED, gettext_lazy("Decline a proposal"), gettext_lazy("A proposal was declined")
    )
    registry.register_action(
        actions.WITHDRAWN, gettext_lazy("Withdraw a proposal"), gettext_lazy("A proposal was withdrawn")
    )
    registry.register_action(
        RETURNED,
        gettext_lazy("Give a proposal back"),
        gettext_lazy("The release with this proposal was rolled back, so the text is the clinic's own again"),
    )
