"""Serves the stylesheet of a theme at an address that holds its digest."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.themes.registry import theme_named
from cms.themes.stylesheet import stylesheet_for

FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def theme_stylesheet(request: HttpRequest, name: str, digest: str) -> HttpResponse:
    """The stylesheet; an old digest leads to the present one, an unknown theme is not found."""
    if theme_named(name) is None:
        raise Http404
    stylesheet = stylesheet_for(name)
    if digest != stylesheet.digest:
        response: HttpResponse = HttpResponseRedirect(
            reverse("theme_stylesheet", args=[name, stylesheet.digest])
        )
        response["Cache-Control"] = "no-cache"
        return response
    response = HttpResponse(stylesheet.css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOR_EVER
    return response
