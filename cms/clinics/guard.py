"""What stands before every address of the admin: a page of another clinic does not exist.

Wagtail asks for rights in most views and not in all. Whoever has rights on two trees may open every page
below what the two have in common, which is the root.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, URLPattern, URLResolver
from django.views.defaults import page_not_found
from wagtail.models import Page

from cms.clinics.keys import is_key
from cms.clinics.queries import pages_open_to, works_for_every_clinic

View = Callable[..., HttpResponseBase]

PAGE_ARGUMENTS = frozenset({"page_id", "page_pk", "parent_page_id", "page_to_move_id", "destination_id"})
PAGE_VIEWS = "wagtailadmin_pages"
# Forms that name the page they refuse; no page's own form has fields of these names.
PAGE_CHOICES = {
    "wagtailadmin_pages:copy": "new_parent_page",
    "wagtailadmin_pages:move": "new_parent_page",
    "wagtailadmin_pages:choose_parent": "parent_page",
    "wagtail_bulk_action": "chooser",
}
OF_THE_NETWORK = frozenset(
    {
        "wagtailadmin_reports:page_types_usage",
        "wagtailadmin_reports:page_types_usage_results",
        "wagtailadmin_pages:type_use",
        "wagtailadmin_pages:type_use_results",
    }
)


def guarded(entries: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Return the same addresses with the guard before each of their views."""
    return [
        URLResolver(
            entry.pattern,
            guarded(entry.url_patterns),
            entry.default_kwargs,
            entry.app_name,
            entry.namespace,
        )
        if isinstance(entry, URLResolver)
        else URLPattern(entry.pattern, keep_in_scope(entry.callback), entry.default_args, entry.name)
        for entry in entries
    ]


def keep_in_scope(view: View) -> View:
    """Answer “not found” when the address or the form names a page outside the user's scope."""

    @wraps(view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not _is_open(request, kwargs):
            return page_not_found(request, Http404(), template_name="wagtailadmin/404.html")
        return view(request, *args, **kwargs)

    return guard


def _is_open(request: HttpRequest, arguments: dict[str, Any]) -> bool:
    match = request.resolver_match
    if works_for_every_clinic(request.user) or match is None:
        return True
    if match.view_name in OF_THE_NETWORK:
        return False
    pages = named_pages(match, arguments)
    chosen = request.POST.get(PAGE_CHOICES.get(match.view_name, ""))
    if chosen:
        pages.add(chosen)
    return not pages or _all_in_scope(request.user, pages)


def named_pages(match: ResolverMatch, arguments: Mapping[str, Any]) -> set[str]:
    """Return the ids of the pages that an address of the admin names, as they are written there."""
    pages = {str(value) for name, value in arguments.items() if name in PAGE_ARGUMENTS}
    if PAGE_VIEWS in match.namespaces and "pk" in arguments:
        pages.add(str(arguments["pk"]))
    return pages


def _all_in_scope(user: Any, ids: set[str]) -> bool:
    if not all(map(is_key, ids)):
        return False
    return pages_open_to(user, Page.objects.filter(pk__in=ids)).count() == len({int(key) for key in ids})
