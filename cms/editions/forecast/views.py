"""The dry run in the admin: counts first, then lists, then sample pages side by side."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from cms.clinics.records import clinic_for_page_path
from cms.editions.forecast.queries import forecast
from cms.editions.forecast.samples import render_sample
from cms.editions.forecast.trial import make_trial
from cms.editions.forecast.values import Forecast, Outcome
from cms.editions.models import Edition
from cms.library.choices import stored_choice
from cms.library.models import LibraryPage, ReleaseClass
from cms.library.parts import parts_of
from cms.library.queries import last_released

LISTED = 100


def may_forecast(user: Any, page: LibraryPage) -> bool:
    """Whether the user may see what releasing a library page would do at all clinics."""
    return bool(page.permissions_for_user(user).can_publish())


def dry_run(request: HttpRequest, page_id: int) -> HttpResponse:
    """What releasing the saved draft would do, with what is ticked on the release screen if that asks."""
    draft = _draft(request, page_id)
    if request.method == "POST":
        return redirect(f"{request.path}?{_asked(request)}")
    corrected, in_rings = _choice(request, draft)
    found = forecast(draft, corrected, in_rings=in_rings)
    context = {
        "page": draft,
        "found": found,
        "corrected": [found.headings[target] for target in found.corrected],
        "changed": [found.headings[target] for target in found.changed],
        "outcomes": [(outcome, found.counts.get(outcome, 0)) for outcome in Outcome],
        "listed": found.affected[:LISTED],
        "unlisted": max(len(found.affected) - LISTED, 0),
        "samples": _sample_urls(draft, found),
        "in_rings": in_rings,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_pages:edit", args=[draft.pk]), "label": draft.title},
            {"url": "", "label": _("Dry run")},
        ],
    }
    return render(request, "editions/forecast/dry_run.html", context)


@xframe_options_sameorigin
def sample(request: HttpRequest, page_id: int, edition_id: int, when: str) -> HttpResponse:
    """One edition as its visitors see it, before or after the release."""
    draft = _draft(request, page_id)
    found = get_object_or_404(Edition, pk=edition_id, library_key=draft.translation_key)
    owner = clinic_for_page_path(found.path)
    if owner is None:
        raise Http404
    corrected, _in_rings = _choice(request, draft)
    html = render_sample(request, found, *owner, make_trial(draft, corrected), after=when == "after")
    if html is None:
        raise Http404
    return HttpResponse(html)


def _draft(request: HttpRequest, page_id: int) -> LibraryPage:
    page = get_object_or_404(LibraryPage.objects.select_related("locale", "latest_revision"), pk=page_id)
    if not may_forecast(request.user, page):
        raise PermissionDenied
    draft: LibraryPage = page.get_latest_revision_as_object() if page.latest_revision else page
    return draft


def _asked(request: HttpRequest) -> str:
    """Return the choice of a release form that is not sent yet, as a query that can be bookmarked."""
    corrects = request.POST.get("release_class") == ReleaseClass.SAFETY
    corrected = request.POST.getlist("corrected") if corrects else []
    in_rings = ["1"] if request.POST.get("in_rings") else []
    return urlencode({"corrected": ["", *corrected], "in_rings": in_rings}, doseq=True)


def _choice(request: HttpRequest, draft: LibraryPage) -> tuple[tuple[str, ...], bool]:
    """Return what is corrected, and whether it goes out in rings: as asked for, else as stored.

    Parts that the page does not have are left out: they may have gone since the address was written down.
    """
    stored = stored_choice(draft)
    corrected, in_rings = stored.corrected, stored.in_rings
    if "corrected" in request.GET or "in_rings" in request.GET:
        corrected = tuple(request.GET.getlist("corrected"))
        in_rings = bool(request.GET.get("in_rings"))
    if not corrected:
        return (), in_rings
    parts = {*parts_of(draft), *parts_of(last_released(draft))}
    return tuple(target for target in corrected if target in parts), in_rings


def _sample_urls(draft: LibraryPage, found: Forecast) -> list[dict[str, Any]]:
    query = "&".join(["corrected=", *(f"corrected={target}" for target in found.corrected)])
    return [
        {
            "sample": one,
            **{
                when: f"{reverse('editions_forecast:sample', args=[draft.pk, one.edition_id, when])}?{query}"
                for when in ("before", "after")
            },
        }
        for one in found.samples
    ]
