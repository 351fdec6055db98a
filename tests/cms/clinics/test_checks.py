"""System checks find what is not scoped."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks
from django.db import models
from django.test.utils import isolate_apps
from wagtail.admin.viewsets.model import ModelViewSet

from cms.clinics.checks import unscoped_models, unscoped_view_sets
from cms.clinics.managers import ScopedManager
from cms.clinics.models import Clinic, Location
from cms.clinics.queries import scope_path
from cms.clinics.viewsets import ScopedViewSet


def test_project_passes_its_own_checks() -> None:
    assert [message for message in run_checks() if message.id and message.id.startswith("meridian.")] == []


@isolate_apps("cms.clinics")
def test_model_with_a_clinic_and_a_plain_manager_is_reported() -> None:
    class Leaflet(models.Model):
        clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "clinics"

        def __str__(self) -> str:
            return ""

    class Poster(models.Model):
        clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="+")
        everywhere = models.Manager()
        objects = ScopedManager()

        class Meta:
            app_label = "clinics"

        def __str__(self) -> str:
            return ""

    found = unscoped_models([Leaflet, Poster, Clinic])
    assert [(message.id, message.obj) for message in found] == [("meridian.E010", Leaflet)]


def test_view_set_that_is_not_scoped_is_reported() -> None:
    class OpenViewSet(ModelViewSet):
        model = Location
        form_fields = ("name",)

    class ClosedViewSet(ScopedViewSet):
        model = Location

    found = unscoped_view_sets([OpenViewSet("open"), ClosedViewSet("closed"), object()])
    assert [(message.id, message.obj) for message in found] == [("meridian.E011", OpenViewSet)]


@pytest.mark.parametrize(("model", "path"), [(Clinic, ""), (Location, "clinic")])
def test_scope_path_leads_to_the_clinic(model: type[models.Model], path: str) -> None:
    assert scope_path(model) == path
