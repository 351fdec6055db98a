"""Pages whose type has left the code: the admin lists them, and says of everything else why it cannot.

Wagtail takes the type of a page for granted; to list or to open such a page would be an error. To delete one
would leave a row in a table that nobody knows any more; that is what ``manage.py plugins purge`` is for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_init
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from cms.clinics.guard import named_pages
from cms.clinics.keys import is_key
from cms.clinics.queries import pages_open_to
from cms.clinics.roles import ADMIN
from cms.plugins.pages import PluginPage, gone, is_shown

MOST_NAMED = 5


def connect() -> None:
    """Look at every page that is loaded; called when the app is ready."""
    post_init.connect(take_for_plain, sender=Page)


def take_for_plain(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Let such a page count as a plain one, with a title that says what is wrong with it."""
    kind = instance.__dict__.get("content_type_id")
    if kind is not None and ContentType.objects.get_for_id(kind).model_class() is None:
        instance.__dict__["specific_class"] = Page
        instance.get_admin_display_title = partial(_title, instance)


def is_gone(page: Page) -> bool:
    """Whether the type of a page has left the code."""
    return page.cached_content_type.model_class() is None


class GonePageMiddleware:
    """Answers in place of the views of Wagtail that would fail for such a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        """Say that the page cannot be opened; to who may know of it."""
        match = request.resolver_match
        ids = [key for key in named_pages(match, kwargs) if is_key(key)] if match else []
        if not ids or not request.user.has_perm(ADMIN):
            return None
        page = gone(pages_open_to(request.user, Page.objects.filter(pk__in=ids))).first()
        if page is None:
            return None
        context = {
            "page": page,
            "parent": page.get_parent(),
            "plugin": page.cached_content_type.app_label,
            "breadcrumbs_items": [{"url": "", "label": page.get_admin_display_title()}],
        }
        return render(request, "plugins/gone_page.html", context, status=404)


@hooks.register("before_delete_page")
def keep_gone_pages(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete a page with such pages below it."""
    return _refuse(request, [page], "wagtailadmin_explore", page.pk)


@hooks.register("before_copy_page")
def copy_no_gone_pages(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to copy such pages along with a page above them."""
    if "copy_subpages" not in request.POST:
        return None
    return _refuse(request, [page], "wagtailadmin_explore", page.pk)


@hooks.register("before_bulk_action")
def leave_gone_pages_alone(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse to do anything to such pages, or to delete what is above them."""
    if not issubclass(action.model, Page):
        return None
    if action_type == "delete":
        return _refuse(request, objects, action.next_url)
    return _say(request, [page for page in objects if is_gone(page)], action.next_url)


@hooks.register("before_edit_page")
def say_that_plugin_is_off(request: HttpRequest, page: Page) -> None:
    """Tell whoever edits a page of a plugin that is off; it can be edited all the same."""
    if request.method == "GET" and isinstance(page, PluginPage) and not is_shown(page):
        messages.warning(
            request, _("The plugin of this page is off at this clinic. Visitors do not find the page.")
        )


@hooks.register("construct_page_listing_buttons")
def offer_nothing(buttons: list[Any], page: Page, user: Any, context: Any = None) -> None:
    """Offer nothing to do with such a page."""
    if is_gone(page):
        buttons.clear()


def _title(page: Page) -> str:
    return _("%(title)s (its plugin is not installed)") % {"title": page.draft_title or page.title}


def _refuse(request: HttpRequest, pages: Iterable[Page], *target: Any) -> HttpResponse | None:
    found = [one for page in pages for one in gone(page.get_descendants(inclusive=True))[:MOST_NAMED]]
    return _say(request, found, *target)


def _say(request: HttpRequest, pages: Sequence[Page], *target: Any) -> HttpResponse | None:
    if not pages:
        return None
    names = ", ".join(f"“{page.title}”" for page in pages[:MOST_NAMED])
    text = _(
        "Nothing was done. The plugin of these pages is no longer installed, so they stay as they are until "
        "it is installed again or cleared away: %(pages)s."
    )
    messages.error(request, text % {"pages": names})
    return redirect(*target)
