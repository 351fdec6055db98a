"""The theme host as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ThemesConfig(AppConfig):
    name = "cms.themes"
    label = "themes"
    verbose_name = _("Themes")

    def ready(self) -> None:
        # Only now can the checks be registered and the models of cms.clinics be imported.
        from cms.clinics.choices import theme_choices
        from cms.themes import checks  # noqa: F401 -- importing it registers the checks
        from cms.themes.registry import available_themes

        theme_choices.register(available_themes)
