"""Finds templates in the theme in force first, then in its parents, then where Django looks.

Django's own cached loader knows a template by its name alone, and would show one clinic's template to
another; this one keeps a template for each line of themes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.template.loaders import cached, filesystem

from cms.themes.current import current_theme
from cms.themes.templates import searched_folders


class ThemeLoader(filesystem.Loader):
    """Looks in the folders of the theme in force."""

    def get_dirs(self) -> list[str | Path]:
        return list(_folders())


class CachedLoader(cached.Loader):
    """Keeps templates by theme and name."""

    def cache_key(self, template_name: str, skip: list[Any] | None = None) -> str:
        return "|".join([*map(str, _folders()), super().cache_key(template_name, skip)])


def _folders() -> tuple[Path, ...]:
    searched = searched_folders()
    return current_theme().template_folders if searched is None else searched
