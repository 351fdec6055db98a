"""What the theme host adds to the admin: its screen, its menu item, a word for the log."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from cms.themes import admin_urls
from cms.themes.actions import BRANDED, CHOSEN, clinics_to_choose_for
from cms.themes.picture_actions import PICTURED


class LookMenuItem(MenuItem):
    """Leads to the look of one's clinic."""

    def is_shown(self, request: HttpRequest) -> bool:
        return clinics_to_choose_for(request.user).exists()


@hooks.register("register_admin_urls")
def register_theme_urls() -> list[URLPattern | URLResolver]:
    return [path("look/", include(admin_urls))]


@hooks.register("register_admin_menu_item")
def register_look_menu_item() -> MenuItem:
    return LookMenuItem(
        _("Look of the site"), reverse_lazy("themes:index"), name="look", icon_name="view", order=470
    )


@hooks.register("register_log_actions")
def name_actions(actions: LogActionRegistry) -> None:
    actions.register_action(CHOSEN, _("Choose a theme"), _("Chose another theme"))
    actions.register_action(BRANDED, _("Change the look"), _("Changed colours, type or space of the site"))
    actions.register_action(PICTURED, _("Change pictures of the site"), _("Changed pictures of the site"))
