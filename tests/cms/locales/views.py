"""A clinic's addresses for tests of the middleware: every path tells what it saw."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, re_path
from django.utils import translation
from wagtail.models import Site

from cms.locales.context import current_context


def tell(request: HttpRequest) -> HttpResponse:
    """Answer with the clinic, its language, the active translation and Wagtail's site."""
    here = current_context()
    site = Site.find_for_request(request)
    return JsonResponse(
        {
            "clinic": here and here.clinic.name,
            "language": here and here.language.code,
            "active": translation.get_language(),
            "root": site.root_page_id if site else None,
            "site": site.pk if site else None,
            "site_url": site.root_url if site else None,
        }
    )


def page(request: HttpRequest) -> HttpResponse:
    """Answer with a web page."""
    return HttpResponse("<p>Hello</p>")


def fail(request: HttpRequest) -> HttpResponse:
    """Fail."""
    raise RuntimeError("broken page")


urlpatterns = [path("page/", page), path("fail/", fail), re_path(r"", tell)]
