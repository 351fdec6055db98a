"""Which themes can be used. In place of one that cannot, its nearest ancestor that can stands in."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from cms.themes.discovery import Found, found_themes
from cms.themes.manifest import BASE, Manifest, ThemeError, read_manifest
from cms.themes.templates import faulty_templates
from cms.themes.theme import Theme, read_theme
from cms.themes.tokens import read_tokens

logger = logging.getLogger(__name__)

BUILTIN_TOKENS = Path(__file__).parent / "tokens.json"


@dataclass(frozen=True, slots=True)
class Unusable:
    """A theme that cannot be used: why, and the theme that stands in for it meanwhile."""

    name: str
    problem: str
    stand_in: Theme


def available_themes() -> list[tuple[str, str]]:
    """Return name and title of every usable theme, for a choice field; the built-in base comes last."""
    themes = [theme for theme in installed_themes().values() if isinstance(theme, Theme)]
    return [(theme.name, theme.title) for theme in (*themes, base_theme())]


def theme_named(name: str | None) -> Theme | None:
    """Return the theme called ``name``; ``None`` when it is not installed or cannot be used."""
    if name == BASE:
        return base_theme()
    theme = installed_themes().get(name or "")
    return theme if isinstance(theme, Theme) else None


def theme_for(name: str | None) -> Theme:
    """Return the theme called ``name``, or what stands in for it: the base for one that is not installed."""
    theme = installed_themes().get(name or "", base_theme())
    return theme if isinstance(theme, Theme) else theme.stand_in


@cache
def base_theme() -> Theme:
    """Return the theme of pages that belong to no clinic, and of clinics whose theme is gone."""
    tokens = read_tokens(json.loads(BUILTIN_TOKENS.read_text(encoding="utf-8")))
    return Theme(Manifest(BASE, "Meridian", "1"), None, tokens)


def installed_themes() -> Mapping[str, Theme | Unusable]:
    """Return the themes on this machine, as ``read_themes`` gives them; read once per process."""
    return _installed()


@cache
def _installed() -> Mapping[str, Theme | Unusable]:
    return read_themes(found_themes())


def read_themes(found: Iterable[Found]) -> dict[str, Theme | Unusable]:
    """Return every theme by name, in alphabetical order."""
    places = {one.name: one for one in found}
    themes: dict[str, Theme | Unusable] = {}
    for name in places:
        _read(name, places, themes, ())
    return dict(sorted(themes.items()))


def _read(
    name: str, places: Mapping[str, Found], themes: dict[str, Theme | Unusable], children: tuple[str, ...]
) -> Theme | Unusable:
    """Read a theme after its parents; ``children`` are those that build on it, the first one first."""
    if name in themes:
        return themes[name]
    stand_in = base_theme()
    try:
        place = places[name]
        if place.problem:
            raise ThemeError(place.problem)
        manifest = read_manifest(place.folder, name)
        parent = _parent(manifest, places, themes, (*children, name))
        stand_in = parent if isinstance(parent, Theme) else parent.stand_in
        themes[name] = _checked(place.folder, manifest, parent)
    except ThemeError as error:
        themes[name] = Unusable(name, str(error), stand_in)
    except Exception as error:
        logger.exception("The theme %s cannot be read.", name)
        themes[name] = Unusable(name, f"{type(error).__name__}: {error}", stand_in)
    return themes[name]


def _parent(
    manifest: Manifest,
    places: Mapping[str, Found],
    themes: dict[str, Theme | Unusable],
    children: tuple[str, ...],
) -> Theme | Unusable:
    name = manifest.parent
    if name == BASE:
        return base_theme()
    if name in children:
        raise ThemeError(
            _("Its parents lead back to it: %(names)s.") % {"names": " → ".join((*children, name))}
        )
    if name not in places:
        raise ThemeError(_("Its parent “%(name)s” is not installed.") % {"name": name})
    return _read(name, places, themes, children)


def _checked(folder: Path, manifest: Manifest, parent: Theme | Unusable) -> Theme:
    if isinstance(parent, Unusable):
        raise ThemeError(_("Its parent “%(name)s” cannot be used.") % {"name": parent.name})
    theme = read_theme(folder, manifest, parent)
    if faults := faulty_templates(theme):
        raise ThemeError(" ".join(faults))
    return theme
