"""The addresses of the theme host; included below ``-/theme/`` on every host."""

from __future__ import annotations

from django.urls import path, re_path

from cms.themes.views import begin_trial, end_trial, theme_stylesheet

urlpatterns = [
    re_path(
        r"^(?P<name>[a-z][a-z0-9_]*)-(?P<digest>[0-9a-f]{16})\.css$",
        theme_stylesheet,
        name="theme_stylesheet",
    ),
    path("try/<str:token>/", begin_trial, name="begin_theme_trial"),
    path("end/", end_trial, name="end_theme_trial"),
]
