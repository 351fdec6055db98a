"""The addresses of the admin's screens about themes."""

from __future__ import annotations

from django.urls import path

from cms.themes import admin_views

app_name = "themes"

urlpatterns = [
    path("", admin_views.index, name="index"),
    path("<slug:slug>/", admin_views.clinic, name="clinic"),
    path("<slug:slug>/choose/", admin_views.choose, name="choose"),
    path("<slug:slug>/try/<slug:theme>/", admin_views.try_theme, name="try"),
]
