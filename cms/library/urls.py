"""The addresses of releasing, below the admin's."""

from __future__ import annotations

from django.urls import path

from cms.library.views import ReleasesView, ReleaseView

app_name = "library"
urlpatterns = [
    path("releases/", ReleasesView.as_view(), name="releases"),
    path("releases/<key:page_id>/", ReleasesView.as_view(), name="page_releases"),
    path("releases/<key:page_id>/new/", ReleaseView.as_view(), name="release"),
]
