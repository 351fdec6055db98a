"""The admin's screen about the look of a clinic: the themes there are, to try on and to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from cms.clinics.models import Clinic
from cms.clinics.queries import works_for_every_clinic
from cms.themes.actions import choose_theme, clinics_to_choose_for
from cms.themes.failures import last_failure
from cms.themes.registry import Unusable, base_theme, installed_themes, theme_for, theme_named
from cms.themes.theme import Theme
from cms.themes.trials import trial_url

if TYPE_CHECKING:
    from cms.accounts.models import User


def index(request: HttpRequest) -> HttpResponse:
    """Lead to the look of one's clinic, or let staff of several clinics choose one."""
    clinics = list(clinics_to_choose_for(request.user).order_by("name"))
    if not clinics:
        raise PermissionDenied
    if len(clinics) == 1:
        return redirect("themes:clinic", clinics[0].slug)
    trail = [{"url": "", "label": _("Look of the site")}]
    return render(request, "themes/admin/index.html", {"clinics": clinics, "breadcrumbs_items": trail})


def clinic(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the themes that a clinic can have, the present one first, and what is wrong with the others."""
    found = clinic_to_choose_for(request, slug)
    themes = [*installed_themes().values(), base_theme()]
    usable = [theme for theme in themes if isinstance(theme, Theme)]
    context = {
        "clinic": found,
        "themes": sorted(usable, key=lambda theme: theme.name != found.theme),
        "shown": theme_for(found.theme),
        "unusable": [
            one
            for one in themes
            if isinstance(one, Unusable) and (one.name == found.theme or works_for_every_clinic(request.user))
        ],
        "failure": last_failure(found.pk, theme_for(found.theme).name),
        "breadcrumbs_items": [{"url": "", "label": _("Look of %(clinic)s") % {"clinic": found.name}}],
    }
    return render(request, "themes/admin/clinic.html", context)


def try_theme(request: HttpRequest, slug: str, theme: str) -> HttpResponse:
    """Lead to the clinic's site in a theme, for this browser only."""
    found = clinic_to_choose_for(request, slug)
    if theme_named(theme) is None:
        raise Http404
    return redirect(trial_url(found, theme))


@require_POST
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a clinic another theme."""
    found = clinic_to_choose_for(request, slug)
    name = request.POST.get("theme", "")
    try:
        choose_theme(found, name, user=cast("User", request.user))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        sentence = _("%(clinic)s is shown in “%(theme)s” now.")
        messages.success(request, sentence % {"clinic": found.name, "theme": theme_for(name).title})
    return redirect("themes:clinic", found.slug)


def clinic_to_choose_for(request: HttpRequest, slug: str) -> Clinic:
    """Return a clinic whose look the user may choose; raises ``PermissionDenied`` or ``Http404``."""
    if not clinics_to_choose_for(request.user).exists():
        raise PermissionDenied
    found: Clinic = get_object_or_404(clinics_to_choose_for(request.user).select_related("site"), slug=slug)
    return found
