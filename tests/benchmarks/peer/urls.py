"""The addresses of a stock Wagtail site with languages: Wagtail's own, as its documentation sets them up."""

from __future__ import annotations

from collections.abc import Callable

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from wagtail import urls as wagtail_urls

from cms.themes import urls as theme_urls

urlpatterns = [
    path("-/theme/", include(theme_urls)),
    *i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=False),
]


def own_addresses(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let the peer's requests use these addresses, where a project of its own would set ``ROOT_URLCONF``."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        return get_response(request)

    return answer
