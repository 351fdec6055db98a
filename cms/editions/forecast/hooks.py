"""What the dry run adds to the admin: addresses, and ways to it from a library page and its release."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.editions.forecast import urls
from cms.editions.forecast.views import may_forecast
from cms.library.models import LibraryPage


class DryRunMenuItem(ActionMenuItem):
    """In the menu at the foot of the page editor: what releasing the saved draft would do."""

    name = "action-dry-run"
    label = _("Dry run of the saved draft")
    icon_name = "view"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        return (
            context["view"] == "edit"
            and isinstance(page, LibraryPage)
            and may_forecast(context["request"].user, page)
        )

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("editions_forecast:dry_run", args=[parent_context["page"].pk])


@hooks.register("register_admin_urls")
def register_forecast_urls() -> list[URLPattern | URLResolver]:
    return [path("editions/forecast/", include(urls))]


@hooks.register("register_page_action_menu_item")
def register_dry_run_action() -> ActionMenuItem:
    return DryRunMenuItem(order=5)


@hooks.register("register_page_header_buttons")
def link_to_dry_run(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page, LibraryPage) and may_forecast(user, page):
        url = reverse("editions_forecast:dry_run", args=[page.pk])
        yield Button(_("Dry run"), url, icon_name="view", priority=65)


@hooks.register("library_release_panels")
def offer_dry_run(request: HttpRequest, page: LibraryPage) -> str:
    """Offer the dry run where the release is about to be made."""
    return render_to_string("editions/forecast/offer.html", {"page": page})
