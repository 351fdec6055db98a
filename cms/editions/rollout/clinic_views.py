"""A clinic's screens: how it follows the library, and which release each of its pages shows."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from cms.clinics.keys import is_key
from cms.clinics.models import Clinic
from cms.clinics.queries import clinics_of
from cms.clinics.records import clinic_for_page_path
from cms.editions.models import Edition
from cms.editions.rollout.actions import accept_release, follow_latest, go_back, hold, let_go, review_first
from cms.editions.rollout.forms import ModeForm
from cms.editions.rollout.models import Mode
from cms.editions.rollout.queries import editions_of, mode_of, record_of, standings
from cms.editions.rollout.rights import ACCEPT, may_accept, user_of
from cms.library.models import Release


def clinics(request: HttpRequest) -> HttpResponse:
    """The user's clinics; whoever works for one only is led to it."""
    if not request.user.has_perm(ACCEPT):
        raise PermissionDenied
    own = list(clinics_of(request.user))
    if len(own) == 1:
        return redirect("editions_rollout:clinic", own[0].pk)
    context = {
        "rows": [(one, mode_of(one.pk)) for one in own],
        "breadcrumbs_items": [{"url": "", "label": _("Releases of clinics")}],
    }
    return render(request, "editions/rollout/clinics.html", context)


def clinic(request: HttpRequest, clinic_id: int) -> HttpResponse:
    """How a clinic follows the library, and where its editions stand."""
    found = _clinic(request, clinic_id)
    mode = mode_of(found.pk)
    form = ModeForm(request.POST or None, initial={"mode": mode})
    if request.method == "POST" and form.is_valid():
        messages.success(request, _switch(found, Mode(form.cleaned_data["mode"]), request.user))
        return redirect("editions_rollout:clinic", found.pk)
    record = record_of(found)
    editions = editions_of(record) if record else []
    standing = standings(editions, record) if record else {}
    context = {
        "clinic": found,
        "form": form,
        "mode": mode,
        "rows": [(one, standing[one.pk]) for one in editions],
        "breadcrumbs_items": _trail(found),
    }
    return render(request, "editions/rollout/clinic.html", context, status=400 if form.errors else 200)


def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The releases that one edition can show, with what to do about each."""
    found = get_object_or_404(Edition.objects.select_related("locale"), pk=edition_id)
    owner = clinic_for_page_path(found.path)
    if owner is None:
        raise Http404
    _clinic(request, owner[0].id)
    error = ""
    if request.method == "POST":
        try:
            messages.success(request, _act(request, found))
            return redirect("editions_rollout:edition", found.pk)
        except ValidationError as refused:
            error = " ".join(refused.messages)
    clinic_found = Clinic.objects.get(pk=owner[0].id)
    context = {
        "edition": found,
        "standing": standings([found], owner[0])[found.pk],
        "mode": mode_of(owner[0].id),
        "error": error,
        "breadcrumbs_items": _trail(clinic_found, found.title),
    }
    return render(request, "editions/rollout/edition.html", context, status=400 if error else 200)


def _clinic(request: HttpRequest, clinic_id: int) -> Clinic:
    """Return a clinic of the user's; another one does not exist, and who may not choose is refused."""
    found = clinics_of(request.user).filter(pk=clinic_id).first()
    if found is None:
        raise Http404
    if not may_accept(user_of(request), found.pk):
        raise PermissionDenied
    return found


def _switch(found: Clinic, mode: Mode, user: Any) -> str:
    if mode is Mode.LATEST:
        follow_latest(found, user=user)
        return _("Every page shows the latest release from now on.")
    held = review_first(found, user=user)
    text = ngettext(
        "You review releases first from now on. %d page stays on the release that it shows now.",
        "You review releases first from now on. %d pages stay on the release that they show now.",
        held,
    )
    return text % held


def _act(request: HttpRequest, found: Edition) -> str:
    """Do what the pressed button says, and tell it."""
    act, user = request.POST.get("act"), user_of(request)
    if act == "hold":
        hold(found, user=user)
        return _("The page stays on the release that it shows now.")
    if act == "let_go":
        let_go(found, user=user)
        return _("The page shows the latest release from now on.")
    key = request.POST.get("release", "")
    chosen = Release.objects.select_related("page__locale").filter(pk=key).first() if is_key(key) else None
    if chosen is None:
        raise ValidationError(_("This release is gone. Choose another one."))
    if act == "accept":
        accept_release(found, chosen, user=user)
        return _("Accepted: the page shows this release now.")
    go_back(found, chosen, user=user)
    return _("The page has gone back to this release. Corrections show all the same.")


def _trail(found: Clinic, *labels: str) -> list[dict[str, str]]:
    trail = [
        {"url": reverse("editions_rollout:clinics"), "label": _("Releases of clinics")},
        {"url": reverse("editions_rollout:clinic", args=[found.pk]) if labels else "", "label": found.name},
    ]
    return [*trail, *({"url": "", "label": label} for label in labels)]
