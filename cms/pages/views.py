"""Serving a clinic's pages, and the pages shown when that fails."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from wagtail.views import serve

from cms.locales.context import current_context
from cms.pages.routing import find_route
from cms.pages.site import site_context
from cms.plugins.site_views import PluginUnavailable, site_response
from cms.themes.current import current_theme, use_theme
from cms.themes.manifest import BASE

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


def serve_plugin(request: HttpRequest, plugin: str, rest: str) -> HttpResponseBase:
    """Answer with what a plugin has at ``rest``; with an error page where it fails or is paused."""
    here = current_context()
    if here is None or not request.path_info.startswith(f"{here.home_url}-/"):
        raise Http404
    try:
        return site_response(request, plugin, rest, here, site_context)
    except PluginUnavailable as error:
        response = _error_page(request, error.status)
        if error.retry_after:
            response["Retry-After"] = str(error.retry_after)
        return response


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The 403 page, in the look of the clinic that was asked."""
    return _error_page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The 404 page, in the look of the clinic that was asked."""
    return _error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The 500 page; asks the database for nothing, because it may be the database that failed."""
    logger.error("A page could not be shown: %s", request.build_absolute_uri())
    # It may have been the theme that failed as well.
    with use_theme(BASE):
        return render(request, "theme/error.html", {"status": 500}, status=500)


def _error_page(request: HttpRequest, status: int) -> HttpResponse:
    context = {"status": status, **site_context()}
    try:
        return render(request, "theme/error.html", context, status=status)
    except Exception:
        logger.exception("The theme %s fails at the error page.", current_theme().name)
    with use_theme(BASE):
        return render(request, "theme/error.html", context, status=status)
