"""What the library adds to Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.library.losses import losses_of
from cms.library.models import LibraryPage
from cms.library.publishing import PublishLibraryPage, UnpublishLibraryPage
from cms.library.views import readable_pages

LAST = 1_000
"""The order of a hook that acts, behind those that may still refuse."""


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    return [path("library/", include("cms.library.urls"))]


@hooks.register("register_actions")
def register_actions(actions: Any) -> None:
    """Let whatever asks Wagtail how a page is published or withdrawn do it as the library does."""
    actions.register(LibraryPage, PublishLibraryPage)
    actions.register(LibraryPage, UnpublishLibraryPage)


@hooks.register("before_publish_page")
def ask_before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The draft is saved; before it goes live its editor says what kind of release it is."""
    if not isinstance(page, LibraryPage):
        return None
    following = get_valid_next_url_from_request(request)
    query = f"?{urlencode({'next': following})}" if following else ""
    return redirect(reverse("library:release", args=[page.pk]) + query)


@hooks.register("before_delete_page")
def say_what_is_lost(request: HttpRequest, page: Page) -> None:
    """Say on the page that asks for confirmation what else goes, in the words of whoever knows."""
    if request.method != "GET" or not isinstance(page, LibraryPage):
        return
    told = losses_of(page)
    releases = page.releases.count()
    if releases:
        told.append(_("Deleting it also deletes its record: %d releases.") % releases)
    if told:
        messages.warning(request, " ".join(told))


@hooks.register("before_unpublish_page", order=LAST)
def unpublish_together(request: HttpRequest, page: Page) -> None:
    """Withdraw the page in one transaction; Wagtail's screen then finds it withdrawn, and only says so.

    What that screen does itself is several steps, and one that fails leaves half of them done.
    """
    if isinstance(page, LibraryPage):
        UnpublishLibraryPage(page, user=request.user).execute()


@hooks.register("before_bulk_action")
def ask_about_each_page(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Publishing many pages at once would ask for no class and no note."""
    if action_type != "publish" or not any(
        isinstance(page.specific, LibraryPage) for page in _pages(objects)
    ):
        return None
    messages.error(
        request,
        _("Nothing was published. Library pages are released one by one: open each and publish it there."),
    )
    return redirect(action.next_url)


def _pages(objects: list[Any]) -> Iterator[Page]:
    """The chosen pages and all below them, which the same action may publish as well."""
    for page in objects:
        if isinstance(page, Page):
            yield from page.get_descendants(inclusive=True)


class ReleasesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(readable_pages(request.user).exists())


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return ReleasesMenuItem(
        gettext_lazy("Library releases"),
        reverse("library:releases"),
        name="library-releases",
        icon_name="history",
        order=160,
    )


@hooks.register("register_page_header_buttons")
def link_to_releases(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page, LibraryPage):
        url = reverse("library:page_releases", args=[page.pk])
        yield Button(gettext_lazy("Releases and corrections"), url, icon_name="history", priority=66)


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action(
        "library.release",
        gettext_lazy("Release to clinics"),
        gettext_lazy("Released to the clinics, with a class and a note"),
    )
