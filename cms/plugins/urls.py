"""The addresses of the admin's screens about plugins."""

from __future__ import annotations

from django.urls import path, re_path

from cms.plugins import views
from cms.plugins.publishing.views import publish_anyway
from cms.plugins.screen_views import screen

app_name = "plugins"

urlpatterns = [
    path("", views.index, name="index"),
    path("publish-anyway/<key:page_id>/", publish_anyway, name="publish_anyway"),
    path("<slug:slug>/", views.clinic, name="clinic"),
    re_path(r"^(?P<slug>[\w-]+)/(?P<plugin>[a-z0-9_]+)/screens/(?P<rest>.*)$", screen, name="screen"),
    path("<slug:slug>/<slug:plugin>/switch-off/", views.switch_off, name="switch_off"),
    path("<slug:slug>/<slug:plugin>/forbid/", views.forbid, name="forbid"),
    path("<slug:slug>/<slug:plugin>/switch/", views.switch, name="switch"),
    path("<slug:slug>/<slug:plugin>/", views.settings, name="settings"),
]
