"""The screens of the rings: their order, their delays and their clinics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.clinics.models import Clinic
from cms.editions.rollout.actions import add_ring, change_ring, delete_ring, move_clinic, order_rings
from cms.editions.rollout.forms import RingForm
from cms.editions.rollout.models import Ring
from cms.editions.rollout.queries import clinics_in, default_ring, rings_with_sizes
from cms.editions.rollout.rights import ORDER_RINGS, user_of


def rings(request: HttpRequest) -> HttpResponse:
    """The rings in their order; a posted one moves up or down."""
    _check(request)
    default_ring()
    if request.method == "POST":
        return _move(request)
    context = {"rows": rings_with_sizes(), "breadcrumbs_items": _trail()}
    return render(request, "editions/rollout/rings.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """A new ring."""
    _check(request)
    form = RingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                ring = add_ring(
                    form.cleaned_data["name"],
                    delay_hours=form.cleaned_data["delay_hours"],
                    user=user_of(request),
                )
                _set_members(ring, form.cleaned_data["clinics"], request.user)
        except ValidationError as refused:
            form.add_error("name", refused.messages)
        else:
            messages.success(request, _("The ring “%(ring)s” is there.") % {"ring": ring})
            return redirect("editions_rollout:rings")
    return _show_form(request, form, None)


def edit(request: HttpRequest, ring_id: int) -> HttpResponse:
    """A ring's name, delay and clinics."""
    _check(request)
    ring = get_object_or_404(Ring, pk=ring_id)
    initial = {"name": ring.name, "delay_hours": ring.delay_hours, "clinics": list(clinics_in(ring))}
    form = RingForm(request.POST or None, ring=ring, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                change_ring(
                    ring,
                    name=form.cleaned_data["name"],
                    delay_hours=form.cleaned_data["delay_hours"],
                    user=user_of(request),
                )
                if not ring.is_default:
                    _set_members(ring, form.cleaned_data["clinics"], request.user)
        except ValidationError as refused:
            form.add_error("name", refused.messages)
        else:
            messages.success(request, _("The ring “%(ring)s” is saved.") % {"ring": ring})
            return redirect("editions_rollout:rings")
    return _show_form(request, form, ring)


def delete(request: HttpRequest, ring_id: int) -> HttpResponse:
    """Ask before a ring goes, and say where its clinics come."""
    _check(request)
    ring = get_object_or_404(Ring, pk=ring_id)
    default = default_ring()
    if request.method == "POST":
        name = ring.name
        try:
            moved = delete_ring(ring, user=user_of(request))
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            text = _("The ring “%(ring)s” is deleted. Its clinics (%(count)d) are in “%(default)s” now.")
            messages.success(request, text % {"ring": name, "count": moved, "default": default})
        return redirect("editions_rollout:rings")
    context = {
        "ring": ring,
        "default": default,
        "clinics": list(clinics_in(ring)),
        "breadcrumbs_items": _trail(_("Delete")),
    }
    return render(request, "editions/rollout/delete_ring.html", context)


def _check(request: HttpRequest) -> None:
    if not request.user.has_perm(ORDER_RINGS):
        raise PermissionDenied


def _move(request: HttpRequest) -> HttpResponse:
    order = list(Ring.objects.all())
    wanted = next((ring for ring in order if str(ring.pk) == request.POST.get("ring")), None)
    if wanted is None:
        messages.error(request, _("This ring is gone: somebody has deleted it."))
        return redirect("editions_rollout:rings")
    place = order.index(wanted)
    step = -1 if request.POST.get("direction") == "up" else 1
    order.insert(min(max(place + step, 0), len(order) - 1), order.pop(place))
    order_rings(order, user=user_of(request))
    messages.success(request, _("The ring “%(ring)s” has moved.") % {"ring": wanted})
    return redirect("editions_rollout:rings")


def _set_members(ring: Ring, clinics: Sequence[Clinic], user: Any) -> None:
    default = default_ring()
    for clinic in clinics_in(ring).exclude(pk__in=[one.pk for one in clinics]):
        move_clinic(clinic, default, user=user)
    for clinic in clinics:
        move_clinic(clinic, ring, user=user)


def _show_form(request: HttpRequest, form: RingForm, ring: Ring | None) -> HttpResponse:
    context = {"form": form, "ring": ring, "breadcrumbs_items": _trail(ring.name if ring else _("New ring"))}
    return render(request, "editions/rollout/ring.html", context, status=400 if form.errors else 200)


def _trail(*labels: str) -> list[dict[str, str]]:
    trail = [
        {"url": reverse("library:releases"), "label": _("Library releases")},
        {"url": reverse("editions_rollout:rings") if labels else "", "label": _("Rings")},
    ]
    return [*trail, *({"url": "", "label": label} for label in labels)]
