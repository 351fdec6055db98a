"""Shows a clinic's site in the theme that this browser tries on."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cms.locales.context import current_context
from cms.themes.current import use_theme
from cms.themes.trials import COOKIE, tried_theme


class ThemeTrialMiddleware:
    """Renders in the tried theme, and lets no cache keep that; without the cookie it does nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token, here = request.COOKIES.get(COOKIE), current_context()
        theme = tried_theme(token, here.clinic.id) if token and here else None
        if theme is None:
            return self.get_response(request)
        with use_theme(theme):
            response = self.get_response(request)
        response["Cache-Control"] = "private, no-store"
        return response
