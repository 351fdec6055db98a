"""Shows a clinic's site in the theme that this browser tries on, and in the next one if a theme fails."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse

from cms.locales.context import current_context
from cms.themes.current import current_theme, use_theme
from cms.themes.failures import note_failure
from cms.themes.trials import COOKIE, tried_theme

ANSWERS = (Http404, PermissionDenied, BadRequest, SuspiciousOperation)
KEPT_BY_NOBODY = "private, no-store"

logger = logging.getLogger(__name__)


class ThemeTrialMiddleware:
    """Renders in the tried theme, and lets no cache keep that; without the cookie it does nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token, here = request.COOKIES.get(COOKIE), current_context()
        theme = tried_theme(token, here.clinic.id) if token and here else None
        if theme is None:
            return self.get_response(request)
        with use_theme(theme, is_announced=True):
            response = self.get_response(request)
        response["Cache-Control"] = KEPT_BY_NOBODY
        return response


class ThemeStandInMiddleware:
    """Shows a page in the next ancestor of a theme that fails while it is made; the failure is noted.

    Only what is read is made a second time. If it fails in every theme, it is not the theme that fails.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        here = current_context()
        if here is None or request.method not in ("GET", "HEAD") or isinstance(exception, ANSWERS):
            return None
        failed, *ancestors = current_theme().lineage
        for theme in ancestors:
            with use_theme(theme.name):
                response = _made_again(request)
            if response is not None:
                logger.error("The theme %s fails at %s.", failed.name, request.path, exc_info=exception)
                note_failure(here.clinic.id, failed.name, request.path, exception)
                response["Cache-Control"] = KEPT_BY_NOBODY
                return response
        return None


def _made_again(request: HttpRequest) -> HttpResponse | None:
    """Ask the view of a request once more; ``None`` if it fails again."""
    match = request.resolver_match
    if match is None:
        return None
    try:
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        if isinstance(response, SimpleTemplateResponse):
            response.render()
    except Exception:
        return None
    return response
