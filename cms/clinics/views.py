"""Admin views that differ from Wagtail's own."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.admin.views.tags import autocomplete
from wagtail.models import Page

from cms.clinics.keys import is_key
from cms.clinics.panels import clinic_panels
from cms.clinics.queries import HOME_DEPTH, clinics_of, pages_in_scope, works_for_every_clinic


class ClinicIndexView(generic.IndexView):
    """The list of clinics; whoever works for one only is led to it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own = list(clinics_of(request.user)[:2])
        if len(own) == 1 and not self.results_only and self.user_has_permission("change"):
            return redirect(reverse(self.edit_url_name, args=[own[0].pk]))
        return super().get(request, *args, **kwargs)


class ClinicEditView(generic.EditView):
    """The form of a clinic; its staff see what is their own business, and post no more than that."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        panels = clinic_panels(of_the_network=works_for_every_clinic(request.user))
        self.panel, self.form_class = panels, panels.get_form_class()
        super().setup(request, *args, **kwargs)


class ClinicDeleteView(generic.DeleteView):
    """Deletes a clinic; whatever holds something for it may refuse that with a ``ValidationError``."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ValidationError as refused:
            messages.error(self.request, " ".join(refused.messages))
            return redirect(reverse(self.index_url_name))


class PagesChosenView(ChosenMultipleView):
    """Wagtail's answer to “these pages were chosen”, for pages that the user may see."""

    def get(self, request: HttpRequest) -> HttpResponse:
        keys = [key for key in request.GET.getlist("id") if is_key(key)]
        asked = Page.objects.filter(pk__in=keys, depth__gte=HOME_DEPTH)
        query = request.GET.copy()
        query.setlist(
            "id", [str(key) for key in pages_in_scope(request.user, asked).values_list("pk", flat=True)]
        )
        request.GET = query  # type: ignore[assignment]  # Django's stubs want it immutable
        return super().get(request)


def complete_tag(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Suggest tags to the staff of the network; to others they would tell of other clinics' pictures."""
    if not works_for_every_clinic(request.user):
        return JsonResponse([], safe=False)
    return autocomplete(request, **kwargs)
