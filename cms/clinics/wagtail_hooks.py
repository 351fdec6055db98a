"""The clinic's part of the admin: the menu “My clinic”, and choosers that stay within the user's clinics."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import ObjectList
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from cms.clinics.api import DocumentsInScope, ImagesInScope, PagesToRead
from cms.clinics.forms import ClinicForm, PractitionerForm
from cms.clinics.models import Clinic, ClinicLogEntry, Location, Practitioner
from cms.clinics.panels import LOCATION, PRACTITIONER, clinic_panels
from cms.clinics.queries import pages_in_scope, scope_path, works_for_every_clinic
from cms.clinics.refusals import keep_home_page, keep_pages_whole
from cms.clinics.views import ClinicDeleteView, ClinicEditView, ClinicIndexView
from cms.clinics.viewsets import ScopedViewSet


class ClinicViewSet(ScopedViewSet):
    model = Clinic
    icon = "home"
    menu_label = _("Details")
    menu_order = 10
    form_base = ClinicForm
    index_view_class = ClinicIndexView
    edit_view_class = ClinicEditView
    delete_view_class = ClinicDeleteView
    list_display = ("name", "main_language", "country", "theme")

    def get_edit_handler(self) -> ObjectList:
        return clinic_panels(of_the_network=True)


class LocationViewSet(ScopedViewSet):
    model = Location
    icon = "site"
    menu_order = 20
    content_panels = LOCATION
    list_display = ("name", "city", "state", "clinic")


class PractitionerViewSet(ScopedViewSet):
    model = Practitioner
    icon = "group"
    menu_order = 30
    content_panels = PRACTITIONER
    form_base = PractitionerForm
    list_display = ("display_name", "clinic")


class MyClinic(ModelViewSetGroup):
    items = (ClinicViewSet, LocationViewSet, PractitionerViewSet)
    menu_label = _("My clinic")
    menu_icon = "home"
    menu_order = 150


@hooks.register("register_admin_viewset")
def register_my_clinic() -> MyClinic:
    return MyClinic()


@hooks.register("register_log_actions")
def keep_log_in_scope(actions: LogActionRegistry) -> None:
    """Log what happens to clinic data where only the clinic and the network can read it."""
    for model in apps.get_models():
        if scope_path(model) is not None:
            actions.register_model(model, ClinicLogEntry)


@hooks.register("construct_page_chooser_queryset")
def keep_pages_in_scope(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Offer the pages of the user's clinics and the library; refuse to open another clinic's pages."""
    parent = request.resolver_match.kwargs.get("parent_page_id") if request.resolver_match else None
    if parent is not None and not pages_in_scope(request.user, Page.objects.filter(pk=parent)).exists():
        raise PermissionDenied
    return pages_in_scope(request.user, pages)


@hooks.register("construct_admin_api", order=100)
def keep_collections_in_scope(router: Any) -> None:
    """Take the place of the endpoints that tell of every picture and document, and act on pages unchecked."""
    router.register_endpoint("pages", PagesToRead)
    router.register_endpoint("images", ImagesInScope)
    router.register_endpoint("documents", DocumentsInScope)


@hooks.register("construct_reports_menu")
def hide_reports_of_the_network(request: HttpRequest, items: list[Any]) -> None:
    """Offer no report that is closed to the user."""
    if not works_for_every_clinic(request.user):
        items[:] = [item for item in items if item.name != "page-types-usage"]


hooks.register("before_delete_page", keep_home_page)
hooks.register("before_bulk_action", keep_pages_whole)
