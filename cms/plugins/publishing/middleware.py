"""What the admin answers in words where a plugin keeps a page back."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cms.locales.context import current_context
from cms.plugins.publishing.remarks import PublicationRefusedError
from cms.plugins.publishing.telling import tell_of_refusal


class PublicationRefusedMiddleware:
    """Leads back to the editor of a page that is kept back, whichever screen was to publish it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say why; what was filled in has been saved as a draft by then."""
        if not isinstance(exception, PublicationRefusedError) or current_context() is not None:
            return None
        tell_of_refusal(request, exception.page, exception.objections)
        return redirect("wagtailadmin_pages:edit", exception.page.pk)
