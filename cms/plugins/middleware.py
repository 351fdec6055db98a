"""What the plugins did while a response was made decides what its headers say."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from cms.locales.context import current_context
from cms.plugins.policy import PERMISSIONS, widening
from cms.plugins.remembering import remembering
from cms.plugins.tracing import tracing

SECONDS = 30


class PluginResponseMiddleware:
    """Widens the policy of a clinic's page by what its plugins need, and keeps a page with a failure briefly.

    A page on which a plugin failed may be whole in half a minute. The admin has no policy: Wagtail's own
    screens need scripts and styles in the page. Stands inside ``CSPMiddleware``, which writes the header.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        here = current_context()
        with remembering(), tracing() as calls:
            response = self.get_response(request)
            if here is None:
                response._csp_exempt = True  # type: ignore[attr-defined]  # how django-csp is told
            else:
                response._csp_update = widening(calls, here)  # type: ignore[attr-defined]  # likewise
                response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if any(call.reason for call in calls) and not _is_kept_by_nobody(response):
            response.headers.pop("Cache-Control", None)
            patch_cache_control(response, private=True, max_age=SECONDS)
        return response


def _is_kept_by_nobody(response: HttpResponse) -> bool:
    said = response.headers.get("Cache-Control", "")
    return "no-store" in said or "no-cache" in said
