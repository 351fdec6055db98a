"""A page on which a plugin failed is shown, and kept by nobody for long: in half a minute it may be whole."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from cms.plugins.containment import watching

SECONDS = 30


class ContainedFailureMiddleware:
    """Marks responses that lack something because a plugin failed while they were made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with watching() as failed:
            response = self.get_response(request)
        if failed:
            response.headers.pop("Cache-Control", None)
            patch_cache_control(response, private=True, max_age=SECONDS)
        return response
