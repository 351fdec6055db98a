"""One release in all rings: since when or from when each has it, and what can be done about it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.editions.rollout.actions import postpone, roll_back, start_now
from cms.editions.rollout.forms import RingStepForm
from cms.editions.rollout.models import Ring
from cms.editions.rollout.queries import default_ring, progress
from cms.editions.rollout.rights import ACCEPT, ORDER_RINGS, RELEASE, user_of
from cms.library.models import Release


def may_see_releases(user: Any) -> bool:
    """Whether the rollout of releases concerns the user."""
    return bool(user.has_perm(RELEASE) or user.has_perm(ORDER_RINGS))


def index(request: HttpRequest) -> HttpResponse:
    """Lead the library's staff to its releases, the network's to its rings, a clinic to its own setting."""
    if request.user.has_perm(RELEASE):
        return redirect("library:releases")
    if request.user.has_perm(ORDER_RINGS):
        return redirect("editions_rollout:rings")
    if request.user.has_perm(ACCEPT):
        return redirect("editions_rollout:clinics")
    raise PermissionDenied


def release(request: HttpRequest, release_id: int) -> HttpResponse:
    """One release in all rings, with what can be done about it."""
    if not may_see_releases(request.user):
        raise PermissionDenied
    found = get_object_or_404(Release.objects.select_related("page__locale", "user"), pk=release_id)
    error, typed = "", {}
    if request.method == "POST":
        try:
            messages.success(request, _act(request, found))
        except ValidationError as refused:
            error, typed = " ".join(refused.messages), request.POST.dict()
        else:
            return redirect("editions_rollout:release", found.pk)
    default_ring()
    context = {
        "release": found,
        "rows": progress(found),
        "error": error,
        "typed": typed,
        "typed_ring": typed.get("ring", ""),
        "may_act": request.user.has_perm(RELEASE),
        "soon": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "breadcrumbs_items": [
            {"url": reverse("library:releases"), "label": _("Library releases")},
            {"url": reverse("library:page_releases", args=[found.page_id]), "label": found.page.title},
            {"url": "", "label": _("Rings")},
        ],
    }
    return render(request, "editions/rollout/release.html", context, status=400 if error else 200)


def _act(request: HttpRequest, found: Release) -> str:
    """Do what the form of one ring asks for, and say that it is done."""
    form = RingStepForm(request.POST)
    if not form.is_valid():
        if "ring" in form.errors:
            raise ValidationError(
                _("This ring is gone: somebody has deleted it. Its clinics are in another one now.")
            )
        raise ValidationError(_("Give a day and a time that are still to come."))
    ring: Ring = form.cleaned_data["ring"]
    name = {"ring": ring}
    match form.cleaned_data["act"]:
        case "start":
            start_now(found, ring, user=user_of(request))
            return _("%(ring)s shows this release now.") % name
        case "postpone":
            if form.cleaned_data["starts_at"] is None:
                raise ValidationError(_("Give a day and a time that are still to come."))
            postpone(found, ring, form.cleaned_data["starts_at"], user=user_of(request))
            return _("%(ring)s receives this release at the new time.") % name
        case _other:
            roll_back(found, ring, form.cleaned_data["reason"], user=user_of(request))
            return (
                _("The release is rolled back in %(ring)s. What clinics wrote themselves is untouched.")
                % name
            )
