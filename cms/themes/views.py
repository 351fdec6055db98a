"""What the theme host serves on the sites: the stylesheet, and the beginning and the end of a trial."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.locales.context import RequestContext, current_context
from cms.themes.current import stylesheet_here
from cms.themes.registry import theme_named
from cms.themes.trials import COOKIE, LASTS, tried_theme

FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def theme_stylesheet(request: HttpRequest, name: str, digest: str) -> HttpResponse:
    """The stylesheet; an old digest leads to the present one, an unknown theme is not found."""
    if theme_named(name) is None:
        raise Http404
    stylesheet = stylesheet_here(name)
    if digest != stylesheet.digest:
        response: HttpResponse = HttpResponseRedirect(
            reverse("theme_stylesheet", args=[name, stylesheet.digest])
        )
        response["Cache-Control"] = "no-cache"
        return response
    response = HttpResponse(stylesheet.css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOR_EVER
    return response


@never_cache
@require_safe
def begin_trial(request: HttpRequest, token: str) -> HttpResponse:
    """Show this browser the clinic in the theme that the token names; a page in words if it is too old."""
    here = _here()
    if tried_theme(token, here.clinic.id) is None:
        return render(request, "theme/trial_over.html", {"here": here}, status=410)
    response = HttpResponseRedirect(_path(request, here))
    response.set_cookie(
        COOKIE, token, max_age=LASTS, secure=request.is_secure(), httponly=True, samesite="Lax"
    )
    return response


@never_cache
@require_safe
def end_trial(request: HttpRequest) -> HttpResponse:
    """Show this browser the clinic as everybody else sees it again."""
    response = HttpResponseRedirect(_path(request, _here()))
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _here() -> RequestContext:
    here = current_context()
    if here is None:
        raise Http404
    return here


def _path(request: HttpRequest, here: RequestContext) -> str:
    """Return the page of this site that the address asks for, the home page if it asks for none."""
    path = request.GET.get("to", "")
    is_own = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_own else here.home_url
