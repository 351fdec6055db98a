"""Addresses of a clinic's host: its pages, its stylesheet and, where Django serves them, its pictures."""

from __future__ import annotations

from django.urls import include, path, re_path
from wagtail.urls import serve_pattern
from wagtail.views import authenticate_with_password

from cms.pages.media import media_urls
from cms.pages.views import serve_page

urlpatterns = [
    *media_urls,
    path("-/theme/", include("cms.themes.urls")),
    path(
        "-/password/<key:page_view_restriction_id>/<key:page_id>/",
        authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    re_path(serve_pattern, serve_page, name="wagtail_serve"),
]

handler404 = "cms.pages.views.page_not_found"
handler500 = "cms.pages.views.server_error"
