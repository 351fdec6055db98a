"""Addresses of the admin host. Clinic hosts answer to ``cms.pages.urls``; see ``cms.locales.middleware``."""

from __future__ import annotations

from django.urls import include, path

from cms.pages.crawling import robots
from cms.pages.media import media_urls

urlpatterns = [
    *media_urls,
    path("robots.txt", robots, name="robots"),
    path("-/theme/", include("cms.themes.urls")),
    path("", include("cms.clinics.urls")),
]

handler404 = "cms.pages.views.page_not_found"
handler500 = "cms.pages.views.server_error"
