"""From the host and the path of a request to its context.

The admin host shows the admin and nothing else. A clinic's host shows the clinic's pages and nothing else, in
the language that the path names. Any other host gets 421 Misdirected Request, never somebody's site.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import render
from django.utils import translation
from wagtail.models import Site

from cms.clinics.records import clinic_for_host
from cms.conf import options
from cms.locales.context import RequestContext, use_context
from cms.locales.languages import language_for_path

CLINIC_URLS = "cms.pages.urls"
STANDARD_PORTS = {"http": 80, "https": 443}


class RequestContextMiddleware:
    """Sets the request context, the addresses, the language and Wagtail's site; undoes it afterwards."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request_host(request)
        if host == options.ADMIN_HOST:
            with use_context(None):
                return self.get_response(request)
        clinic = clinic_for_host(host)
        language = None if clinic is None else language_for_path(clinic, request.path_info)
        if clinic is not None and language is not None:
            return self._answer_for_clinic(request, RequestContext(clinic, language))
        if getattr(request, "is_dummy", False):
            # A preview of a page that has no public address, made by Wagtail inside a request to the admin.
            with use_context(None):
                return self.get_response(request)
        return misdirected(request, host)

    def _answer_for_clinic(self, request: HttpRequest, context: RequestContext) -> HttpResponse:
        request.urlconf = CLINIC_URLS
        request._wagtail_site = wagtail_site(context)  # type: ignore[attr-defined]  # where Wagtail looks first
        with use_context(context), translation.override(context.language.code):
            response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", context.language.code)
        return response


def request_host(request: HttpRequest) -> str:
    """Return the host of a request in lower case and without its port; empty if it is not a host at all."""
    try:
        return split_domain_port(request.get_host())[0]
    except DisallowedHost:
        return ""


def wagtail_site(context: RequestContext) -> Site:
    """Return Wagtail's site, rooted at the home page in the context's language; asks the database nothing."""
    root = urlsplit(context.clinic.root_url)
    values = {
        "id": context.clinic.site_id,
        "hostname": context.clinic.hostname,
        "port": root.port or STANDARD_PORTS[root.scheme],
        "site_name": context.clinic.name,
        "root_page_id": context.language.home_id,
        "is_default_site": False,
    }
    return Site.from_db(DEFAULT_DB_ALIAS, list(values), list(values.values()))


def misdirected(request: HttpRequest, host: str) -> HttpResponse:
    """Say that no clinic answers on this host."""
    return render(request, "theme/misdirected.html", {"host": host}, status=421)
