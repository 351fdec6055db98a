"""What rollout adds to the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from cms.clinics.records import clinic_for_page_path
from cms.editions.models import Edition
from cms.editions.rollout import urls
from cms.editions.rollout.behind import rings_behind
from cms.editions.rollout.queries import passed_over_releases
from cms.editions.rollout.rights import ACCEPT, ORDER_RINGS, may_accept
from cms.editions.rollout.views import may_see_releases
from cms.library.models import LibraryPage, Release

Column = tuple[str, dict[int, str]]

LOG_ACTIONS = {
    "editions.follow_latest": (
        _("Follow the latest release"),
        _("Chose to show the latest release of every page"),
    ),
    "editions.review_first": (_("Review releases first"), _("Chose to review each release first")),
    "editions.hold": (_("Hold"), _("Held the page at a release")),
    "editions.let_go": (_("Let go"), _("Let the page follow the latest release")),
    "editions.accept_release": (_("Accept a release"), _("Accepted a release")),
    "editions.go_back": (_("Go back"), _("Went back to an earlier release")),
    "editions.order_rings": (_("Order the rings"), _("Changed the order of the rings")),
    "editions.move_clinic": (_("Change the ring"), _("Put the clinic into another ring")),
    "editions.plan_rollout": (_("Release ring by ring"), _("Planned when each ring receives the release")),
    "editions.start_ring": (_("Start in a ring"), _("Started a release in a ring")),
    "editions.postpone_ring": (_("Postpone in a ring"), _("Changed when a ring receives a release")),
    "editions.roll_back": (_("Roll back"), _("Rolled a release back in a ring")),
}


@hooks.register("register_log_actions")
def name_actions(actions: LogActionRegistry) -> None:
    """Give the entries of the log their words."""
    for name, (label, message) in LOG_ACTIONS.items():
        actions.register_action(name, label, message)


class ClinicReleasesMenuItem(MenuItem):
    """Leads a clinic to its choice of releases."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(ACCEPT))


@hooks.register("register_admin_urls")
def register_rollout_urls() -> list[URLPattern | URLResolver]:
    return [path("editions/rollout/", include(urls))]


@hooks.register("register_admin_menu_item")
def register_clinic_releases_menu_item() -> MenuItem:
    return ClinicReleasesMenuItem(
        _("Releases we show"),
        reverse_lazy("editions_rollout:clinics"),
        name="clinic-releases",
        icon_name="tag",
        order=164,
    )


@hooks.register("library_releases_links")
def link_from_releases(request: HttpRequest, page: LibraryPage | None) -> str:
    """Lead from the releases to the rings in which they go out."""
    if page is not None or not request.user.has_perm(ORDER_RINGS):
        return ""
    text = gettext("Rings: order, delays and clinics")
    return format_html('<p><a href="{}">{}</a></p>', reverse("editions_rollout:rings"), text)


@hooks.register("library_release_panels", order=-10)
def say_which_rings_catch_up(request: HttpRequest, page: LibraryPage) -> str:
    """Say before a release which rings receive with it what was rolled back or delayed there."""
    behind = rings_behind(page.pk)
    return render_to_string("editions/rollout/behind.html", {"behind": behind}) if behind else ""


@hooks.register("library_releases_columns")
def say_which_rings_have_it(request: HttpRequest, releases: list[Release]) -> Column | None:
    """Say beside each release which ring of clinics lacks it, and lead to where that is changed."""
    if not may_see_releases(request.user):
        return None
    missing = passed_over_releases([release.pk for release in releases])
    cells: dict[int, str] = {
        release.pk: render_to_string(
            "editions/rollout/cell.html", {"release": release, "missing": missing.get(release.pk, ())}
        )
        for release in releases
    }
    return gettext("Rings"), cells


@hooks.register("register_page_header_buttons")
def link_to_releases(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Lead from an edition to the releases it can show."""
    if isinstance(page, Edition):
        owner = clinic_for_page_path(page.path)
        if owner is not None and may_accept(user, owner[0].id):
            url = reverse("editions_rollout:edition", args=[page.pk])
            yield Button(_("Releases"), url, icon_name="tag", priority=66)
