"""What the plugin host adds to the admin: its screens, its menu item, panels, words for its log."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry

from cms.clinics.queries import clinics_of
from cms.plugins import (
    gone_pages,  # noqa: F401 -- registers
    urls,
)
from cms.plugins.actions import CONFIGURED, COPIED, SWITCHED_OFF, SWITCHED_ON
from cms.plugins.dashboard import panels_for
from cms.plugins.data.erasing import ERASED
from cms.plugins.data.restoring import RESTORED
from cms.plugins.decisions import ALLOWED, FORBIDDEN, PRESET, PURGED, RETIRED
from cms.plugins.publishing import hooks as publishing_hooks  # noqa: F401 -- registers


class Decision(LogFormatter):
    """An entry with the reason that somebody gave."""

    def format_message(self, entry: ModelLogEntry) -> str:
        return ": ".join(filter(None, [str(self.message), entry.data.get("why", "")]))


class PluginsMenuItem(MenuItem):
    """Leads to the plugins of one's clinic."""

    def is_shown(self, request: HttpRequest) -> bool:
        return clinics_of(request.user).exists()


@hooks.register("register_admin_urls")
def register_plugin_urls() -> list[URLPattern | URLResolver]:
    return [path("plugins/", include(urls))]


@hooks.register("register_admin_menu_item")
def register_plugins_menu_item() -> MenuItem:
    return PluginsMenuItem(
        _("Plugins"), reverse_lazy("plugins:index"), name="plugins", icon_name="cogs", order=480
    )


@hooks.register("construct_homepage_panels")
def add_panels_of_plugins(request: HttpRequest, panels: list[Any]) -> None:
    panels.extend(panels_for(request.user))


@hooks.register("register_log_actions")
def name_actions(actions: LogActionRegistry) -> None:
    """Give the entries of the log their words."""
    actions.register_action(SWITCHED_ON, _("Switch a plugin on"), _("Switched a plugin on"))
    actions.register_action(SWITCHED_OFF, _("Switch a plugin off"), _("Switched a plugin off"))
    actions.register_action(COPIED, _("Copy plugins"), _("Copied a plugin from another clinic"))
    actions.register_action(RESTORED, _("Restore plugins"), _("Read the export of plugins back"))
    actions.register_action(ERASED, _("Erase people"), _("Let the plugins forget a person, or everybody"))
    actions.register_action(CONFIGURED, _("Set up a plugin"), _("Changed the settings of a plugin"))
    for action, label, message in (
        (ALLOWED, _("Allow a plugin"), _("Let clinics use the plugin")),
        (PRESET, _("Preset a plugin"), _("Changed the settings that clinics begin with")),
        (FORBIDDEN, _("Forbid a plugin"), _("Took the plugin from all clinics")),
        (RETIRED, _("Retire a plugin"), _("Retired the plugin: its pages became drafts")),
        (PURGED, _("Purge a plugin"), _("Deleted for good what the plugin kept")),
    ):
        actions.register_action(action)(type("", (Decision,), {"label": label, "message": message}))
