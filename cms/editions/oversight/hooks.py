"""What oversight adds to the admin: addresses, an entry in the menu, panels, and names for the log."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from cms.editions.oversight import urls
from cms.editions.oversight.panels import OpenPanel, ProgressPanel
from cms.editions.oversight.rights import ACCEPT, may_see_network


class NetworkMenuItem(MenuItem):
    """Leads to the matrix."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_network(request.user)


@hooks.register("register_admin_urls")
def register_oversight_urls() -> list[URLPattern | URLResolver]:
    return [path("editions/oversight/", include(urls))]


@hooks.register("register_admin_menu_item")
def register_network_menu_item() -> NetworkMenuItem:
    return NetworkMenuItem(
        _("Network view"),
        reverse_lazy("editions_oversight:matrix"),
        name="network-view",
        icon_name="view",
        order=160,
    )


@hooks.register("construct_homepage_panels")
def add_correction_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Staff of the network see the progress, clinics what they have to do themselves."""
    if may_see_network(request.user):
        panels.append(ProgressPanel())
    elif request.user.has_perm(ACCEPT):
        panels.append(OpenPanel())


@hooks.register("register_log_actions")
def name_acknowledging(actions: LogActionRegistry) -> None:
    actions.register_action(
        "editions.acknowledge",
        _("Acknowledge a correction"),
        _("Acknowledged a correction for a clinic"),
    )
    actions.register_action(
        "editions.take_back_acknowledgement",
        _("Take an acknowledgement back"),
        _("Took an acknowledgement of a correction back, together with the decision that made it"),
    )
