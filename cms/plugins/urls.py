"""The addresses of the admin's screens about plugins."""

from __future__ import annotations

from django.urls import path

from cms.plugins import views

app_name = "plugins"

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.clinic, name="clinic"),
    path("<slug:slug>/<slug:plugin>/switch/", views.switch, name="switch"),
    path("<slug:slug>/<slug:plugin>/", views.settings, name="settings"),
]
