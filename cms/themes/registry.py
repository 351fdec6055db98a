"""Which themes are installed: the built-in base and every folder in ``themes/`` beside ``cms/``."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from cms.themes.manifest import Theme, ThemeError, read_theme
from cms.themes.tokens import TokenSet, read_tokens

BASE = "base"
THEMES_FOLDER = Path(__file__).parents[2] / "themes"
BUILTIN_TOKENS = Path(__file__).parent / "tokens.json"


def available_themes() -> list[tuple[str, str]]:
    """Name and title of every usable theme, for a choice field; the built-in base comes last."""
    themes = [theme for theme in installed_themes().values() if isinstance(theme, Theme)]
    return [(theme.name, theme.title) for theme in (*themes, base_theme())]


def theme_named(name: str | None) -> Theme | None:
    """The theme called ``name``; None when it isn't installed or cannot be used."""
    if name == BASE:
        return base_theme()
    theme = installed_themes().get(name or "")
    return theme if isinstance(theme, Theme) else None


@cache
def builtin_tokens() -> TokenSet:
    """The tokens of the built-in base, which name every token there is."""
    return read_tokens(json.loads(BUILTIN_TOKENS.read_text(encoding="utf-8")))


@cache
def base_theme() -> Theme:
    """The theme of pages that belong to no clinic, and of clinics whose theme is gone."""
    return Theme(BASE, "Meridian", "1", builtin_tokens(), "")


@cache
def installed_themes() -> dict[str, Theme | ThemeError]:
    """The themes on this machine, as ``read_themes`` gives them; read once per process."""
    return read_themes(THEMES_FOLDER)


def read_themes(parent: Path) -> dict[str, Theme | ThemeError]:
    """Every theme in ``parent`` by name, in alphabetical order; in place of an unusable one, why."""
    folders = sorted(path.parent for path in parent.glob("*/theme.toml"))
    return {folder.name: _read(folder) for folder in folders}


def _read(folder: Path) -> Theme | ThemeError:
    try:
        return read_theme(folder, builtin_tokens())
    except ThemeError as error:
        return error
