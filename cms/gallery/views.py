"""The admin's screen that shows a theme's every block and page, and what stands in its frame."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.gallery.forms import GalleryForm
from cms.gallery.languages import Language, language_named
from cms.gallery.pages import sheet_named, sheets
from cms.gallery.permissions import may_see_gallery
from cms.gallery.schemes import Scheme, for_scheme
from cms.gallery.sheets import Sheet, Shown, show
from cms.themes.registry import theme_named
from cms.themes.stylesheet import stylesheet_of
from cms.themes.theme import Theme

# Whatever a theme brings along, nothing of it runs in the admin. It has the admin's origin, or the browser
# would ask for its stylesheet without the cookie of whoever looks at it.
FROM_SELF = ("style-src", "img-src", "font-src", "frame-ancestors")
OWN = [f"{name} 'self'" for name in FROM_SELF]
POLICY = "; ".join(["default-src 'none'", *OWN, "sandbox allow-same-origin"])


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Choose what is shown, and see it in a frame."""
    _check(request)
    form = GalleryForm(request.GET)
    theme, language, sheet = _asked(form.data["theme"], form.data["language"], form.data["sheet"])
    shown = show(sheet, theme.name, language)
    context = {
        "form": form,
        "sheet": sheet,
        "shown": shown,
        "blocks": _blocks(shown),
        "frame_address": _address(form, theme, language, sheet),
        "contents": [(one, f"?{urlencode(form.query(sheet=one.name))}") for one in sheets()],
        "breadcrumbs_items": [{"url": "", "label": _("Gallery of themes")}],
    }
    return render(request, "gallery/admin/index.html", context)


@require_safe
def frame(request: HttpRequest, theme: str, language: str, sheet: str) -> HttpResponse:
    """Show a sheet as visitors would see such a page, or say why it cannot be shown."""
    _check(request)
    found, spoken, asked = _asked(theme, language, sheet)
    scheme = _scheme(request)
    own = reverse("gallery:stylesheet", args=[found.name, scheme]) if scheme else ""
    shown = show(asked, found.name, spoken, own)
    response = (
        HttpResponse(shown.html)
        if shown.html
        else render(request, "gallery/admin/broken.html", {"shown": shown})
    )
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Content-Security-Policy"] = POLICY
    return response


@require_safe
def stylesheet(request: HttpRequest, theme: str, scheme: str) -> HttpResponse:
    """Give the stylesheet of a theme for one kind of screens."""
    _check(request)
    found = theme_named(theme)
    if found is None or scheme not in list(Scheme):
        raise Http404
    css = for_scheme(stylesheet_of(found).css, Scheme(scheme))
    return HttpResponse(css, content_type="text/css; charset=utf-8")


def _check(request: HttpRequest) -> None:
    if not may_see_gallery(request.user):
        raise PermissionDenied


def _asked(theme: str, language: str, sheet: str) -> tuple[Theme, Language, Sheet]:
    """Return what names stand for; raises ``Http404``."""
    found, spoken, asked = theme_named(theme), language_named(language), sheet_named(sheet)
    if found is None or spoken is None or asked is None:
        raise Http404
    return found, spoken, asked


def _scheme(request: HttpRequest) -> Scheme:
    asked = request.GET.get("scheme", "")
    return Scheme(asked) if asked in list(Scheme) else Scheme.ASKED


def _address(form: GalleryForm, theme: Theme, language: Language, sheet: Sheet) -> str:
    address = reverse("gallery:frame", args=[theme.name, language.code, sheet.name])
    scheme = form.data["scheme"]
    return f"{address}?{urlencode({'scheme': scheme})}" if scheme else address


def _blocks(shown: Shown) -> list[dict[str, Any]]:
    """Return the blocks of a sheet, for its table of contents."""
    return [
        {"anchor": anchor, "name": name.rpartition("/")[2]}
        for anchor, name in shown.specimens.items()
        if f'id="{anchor}"' in shown.html
    ]
