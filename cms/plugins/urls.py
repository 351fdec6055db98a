"""The addresses of the admin's screens about plugins."""

from __future__ import annotations

from django.urls import path

from cms.plugins import views
from cms.plugins.publish_views import publish_anyway

app_name = "plugins"

urlpatterns = [
    path("", views.index, name="index"),
    path("publish-anyway/<key:page_id>/", publish_anyway, name="publish_anyway"),
    path("<slug:slug>/", views.clinic, name="clinic"),
    path("<slug:slug>/<slug:plugin>/switch/", views.switch, name="switch"),
    path("<slug:slug>/<slug:plugin>/", views.settings, name="settings"),
]
