"""The addresses of the admin's screens about themes."""

from __future__ import annotations

from django.urls import path

from cms.themes import admin_views, brand_views

app_name = "themes"

urlpatterns = [
    path("", admin_views.index, name="index"),
    path("<slug:slug>/", admin_views.clinic, name="clinic"),
    path("<slug:slug>/choose/", admin_views.choose, name="choose"),
    path("<slug:slug>/brand/", brand_views.brand, name="brand"),
    path("<slug:slug>/brand/page/", brand_views.preview, name="preview"),
    path("<slug:slug>/brand/preview.css", brand_views.preview_stylesheet, name="preview_stylesheet"),
    path("<slug:slug>/try/<slug:theme>/", admin_views.try_theme, name="try"),
]
