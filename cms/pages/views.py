"""Serving a clinic's pages, and the pages shown when that fails."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.views import serve

from cms.locales.context import current_context
from cms.pages.routing import find_route
from cms.pages.site import site_context

ROUTE = "_wagtail_route_for_request"
logger = logging.getLogger(__name__)


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Answer a visitor: find the page in the clinic's tree, then let Wagtail serve it with all its hooks."""
    here = current_context()
    if here is not None:
        below_home = path.removeprefix(f"{here.language.prefix}/") if here.language.prefix else path
        # Where Wagtail looks for a route before it makes one.
        setattr(request, ROUTE, find_route(request, here.language, below_home))
    return serve(request, path)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The 404 page, in the look of the clinic that was asked."""
    return render(request, "theme/error.html", {"status": 404, **site_context()}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The 500 page; asks the database for nothing, because it may be the database that failed."""
    logger.error("A page could not be shown: %s", request.build_absolute_uri())
    return render(request, "theme/error.html", {"status": 500}, status=500)
