"""The admin as a project mounts it, without clinic hosts."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("cms.clinics.urls"))]
