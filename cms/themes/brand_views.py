"""The admin's screen where a clinic makes a theme its own, beside a preview of its own pages."""

from __future__ import annotations

import json
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.models import Page

from cms.accounts.models import User
from cms.clinics.keys import is_key
from cms.clinics.models import Clinic
from cms.themes.actions import brand_theme
from cms.themes.admin_views import clinic_to_choose_for
from cms.themes.brand import choices_in
from cms.themes.current import use_theme
from cms.themes.forms import SEEN, BrandForm
from cms.themes.picture_actions import change_pictures
from cms.themes.picture_forms import PicturesForm
from cms.themes.pictures import pictures_in
from cms.themes.registry import theme_for
from cms.themes.stylesheet import build_stylesheet
from cms.themes.theme import Theme

PAGES = 30
"""How many pages are offered for the preview."""


def brand(request: HttpRequest, slug: str) -> HttpResponse:
    """Change colours, type, space and pictures; what cannot be read or shown is refused, in words."""
    clinic = clinic_to_choose_for(request, slug)
    theme = theme_for(clinic.theme)
    form, pictures = _forms(request, clinic, theme)
    if request.method == "POST" and request.POST.get(SEEN, "").partition(":")[0] != theme.name:
        sentence = _("The theme was changed to “%(theme)s” after you had opened the form. Nothing was saved.")
        messages.error(request, sentence % {"theme": theme.title})
        return redirect("themes:brand", clinic.slug)
    if request.method == "POST" and "offer" not in request.POST and _save(request, clinic, form, pictures):
        messages.success(request, _("The look of %(clinic)s is saved.") % {"clinic": clinic.name})
        return redirect("themes:brand", clinic.slug)
    if request.FILES:
        messages.warning(request, _("Choose the files of pictures again: the browser has forgotten them."))
    look = {"url": reverse("themes:clinic", args=[slug]), "label": _("Look of the site")}
    context = {
        "clinic": clinic,
        "theme": theme,
        "form": form,
        "pictures_form": pictures,
        "pages": _pages(clinic)[:PAGES],
        "breadcrumbs_items": [look, {"url": "", "label": theme.title}],
    }
    return render(request, "themes/admin/brand.html", context)


def _forms(request: HttpRequest, clinic: Clinic, theme: Theme) -> tuple[BrandForm, PicturesForm]:
    posted, choices = _posted(request), choices_in(clinic.tokens, theme.name)
    form = BrandForm(posted, theme=theme, choices=choices, pictures=clinic.pictures, auto_id="look-%s")
    pictures = PicturesForm(
        posted,
        request.FILES if posted is not None else None,
        pictures=pictures_in(clinic.pictures),
        user=request.user,
        auto_id="picture-%s",
    )
    return form, pictures


def _save(request: HttpRequest, clinic: Clinic, form: BrandForm, pictures: PicturesForm) -> bool:
    """Store what was posted; say why not, and return ``False``, where that cannot be."""
    user = cast("User", request.user)
    is_reset = "reset" in request.POST
    if not is_reset and not _is_valid(request, form, pictures):
        return False
    try:
        with transaction.atomic():
            brand_theme(clinic, form.theme.name, {} if is_reset else form.choices, user=user)
            if not is_reset:
                change_pictures(
                    clinic,
                    pictures.made,
                    header_image=pictures.header_image,
                    name_in_logo=pictures.cleaned_data["name_in_logo"],
                    user=user,
                )
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return False
    for sentence in () if is_reset else dict.fromkeys(pictures.told):
        messages.warning(request, sentence)
    return True


def _is_valid(request: HttpRequest, form: BrandForm, pictures: PicturesForm) -> bool:
    are_valid = [form.is_valid(), pictures.is_valid()]
    if not are_valid[0]:
        others = _("Nothing was saved yet: some colours cannot be read well, or a value is wrong.")
        messages.error(request, " ".join(map(str, form.non_field_errors())) or others)
    elif not are_valid[1]:
        messages.error(request, " ".join([_("Nothing was saved yet."), *pictures.reasons()]))
    return all(are_valid)


@never_cache
@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page of the clinic in the colours, type and space that the address names."""
    clinic = clinic_to_choose_for(request, slug)
    asked = request.GET.get("page", "")
    pages = _pages(clinic)
    page = get_object_or_404(pages, pk=asked) if is_key(asked) else pages.first()
    if page is None:
        raise Http404
    stylesheet = f"{reverse('themes:preview_stylesheet', args=[slug])}?{request.GET.urlencode()}"
    with use_theme(theme_for(clinic.theme).name, stylesheet):
        response: HttpResponse = page.specific.make_preview_request(request)
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@never_cache
@require_safe
def preview_stylesheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The stylesheet for the preview; a value that is none is passed over."""
    theme = theme_for(clinic_to_choose_for(request, slug).theme)
    css = build_stylesheet(theme, _tried(theme, request)).css
    return HttpResponse(css, content_type="text/css; charset=utf-8")


def _posted(request: HttpRequest) -> Any:
    """Return what was posted, with the colour that was taken from an offer."""
    if request.method != "POST":
        return None
    posted = request.POST.copy()
    field, _equals, color = posted.get("offer", "").partition("=")
    if field:
        posted[field] = color
    return posted


def _tried(theme: Theme, request: HttpRequest) -> str:
    form = BrandForm(request.GET, theme=theme, choices={}, is_preview=True)
    form.full_clean()
    return json.dumps(form.choices, sort_keys=True)


def _pages(clinic: Clinic) -> Any:
    """Return the public pages of a clinic in the order of its menus, home pages first."""
    homes = Page.objects.filter(clinic_language__clinic=clinic)
    below = Page.objects.none()
    for home in homes:
        below = below | Page.objects.descendant_of(home, inclusive=True)
    return below.live().order_by("depth", "path")
