"""Wagtail's admin of sites, where a site is what a clinic answers on."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.sites.forms import SiteForm
from wagtail.sites.views import DeleteView, SiteViewSet

from cms.clinics.guard import keep_in_scope
from cms.clinics.hosts import folded, host_error
from cms.clinics.models import Clinic


class ClinicSiteForm(SiteForm):
    """The form of a site: its host name is one that a clinic can have."""

    def clean_hostname(self) -> str:
        hostname = folded(self.cleaned_data["hostname"])
        error = host_error(hostname, self.instance.pk)
        if error is not None:
            raise ValidationError(error, code="hostname")
        return hostname


class SiteDeleteView(DeleteView):
    """The site of a clinic stays as long as the clinic does."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._refusal() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._refusal() or super().post(request, *args, **kwargs)

    def _refusal(self) -> HttpResponse | None:
        clinic = Clinic.objects.filter(site=self.object.pk).first()
        if clinic is None:
            return None
        text = _("The site was not deleted: the clinic “%(clinic)s” answers on it.")
        messages.error(self.request, text % {"clinic": clinic.name})
        return redirect(self.index_url_name)


class ClinicSiteViewSet(SiteViewSet):
    delete_view_class = SiteDeleteView

    def get_form_class(self, for_update: bool = False) -> type[SiteForm]:
        return ClinicSiteForm


def site_urls() -> list[URLPattern]:
    """Return the addresses of the sites' admin, without names: those are Wagtail's."""
    views = ClinicSiteViewSet("wagtailsites", url_prefix="sites").get_urlpatterns()
    return [
        URLPattern(entry.pattern, keep_in_scope(require_admin_access(entry.callback)), entry.default_args)
        for entry in views
    ]
