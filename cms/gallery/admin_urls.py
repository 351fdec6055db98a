"""The addresses of the gallery, in the admin."""

from __future__ import annotations

from django.urls import path

from cms.gallery import views

app_name = "gallery"

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:theme>/<slug:scheme>.css", views.stylesheet, name="stylesheet"),
    path("<slug:theme>/<slug:language>/<path:sheet>/", views.frame, name="frame"),
]
