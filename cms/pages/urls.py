"""Addresses of a clinic's host: pages, stylesheet, plugins and, where Django serves them, pictures."""

from __future__ import annotations

from django.urls import include, path, re_path
from wagtail.urls import serve_pattern
from wagtail.views import authenticate_with_password

from cms.pages.crawling import robots, sitemap
from cms.pages.media import media_urls
from cms.pages.search_view import search_page
from cms.pages.views import serve_page, serve_plugin

urlpatterns = [
    *media_urls,
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("-/theme/", include("cms.themes.urls")),
    path(
        "-/password/<key:page_view_restriction_id>/<key:page_id>/",
        authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    # A language may stand before these; the views answer only for the one that is being shown.
    re_path(r"^(?:[a-z][\w-]*/)?-/search/$", search_page, name="search"),
    re_path(r"^(?:[a-z][\w-]*/)?-/(?P<plugin>[a-z0-9-]+)/(?P<rest>.*)$", serve_plugin, name="plugin"),
    re_path(serve_pattern, serve_page, name="wagtail_serve"),
]

handler403 = "cms.pages.views.permission_denied"
handler404 = "cms.pages.views.page_not_found"
handler500 = "cms.pages.views.server_error"
