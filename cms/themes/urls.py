"""The address of a theme's stylesheet; included below ``-/theme/`` on every host."""

from __future__ import annotations

from django.urls import re_path

from cms.themes.views import theme_stylesheet

urlpatterns = [
    re_path(
        r"^(?P<name>[a-z][a-z0-9_]*)-(?P<digest>[0-9a-f]{16})\.css$",
        theme_stylesheet,
        name="theme_stylesheet",
    ),
]
