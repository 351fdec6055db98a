"""The addresses of the dry run."""

from __future__ import annotations

from django.urls import path, re_path

from cms.clinics.keys import KEY
from cms.editions.forecast import views

app_name = "editions_forecast"

urlpatterns = [
    path("<key:page_id>/", views.dry_run, name="dry_run"),
    re_path(
        rf"^(?P<page_id>{KEY})/(?P<edition_id>{KEY})/(?P<when>before|after)/$", views.sample, name="sample"
    ),
]
