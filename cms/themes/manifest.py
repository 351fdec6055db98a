"""A theme on disk: a folder with ``theme.toml``, ``tokens.json`` and, if it wants, ``style.css``."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cms.themes.tokens import TokenError, TokenSet, read_tokens

API = 1
NAME = re.compile(r"^[a-z][a-z0-9_]*$")
REMOTE = re.compile(r"@import|url\(\s*[\"']?\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)


class ThemeError(ValueError):
    """A theme cannot be used; the message says why in words for the person who installed it."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme, complete: the built-in tokens with its own over them, and its own style rules."""

    name: str
    title: str
    version: str
    tokens: TokenSet
    style: str


def read_theme(folder: Path, builtin: TokenSet) -> Theme:
    """The theme in ``folder``, its tokens over ``builtin``; ThemeError if it is incomplete or invalid."""
    manifest = _read_manifest(folder / "theme.toml")
    if manifest["name"] != folder.name:
        raise ThemeError(
            _("The name in theme.toml must be that of its folder, “%(name)s”.") % {"name": folder.name}
        )
    try:
        tokens = builtin.overlaid(read_tokens(json.loads(_read(folder / "tokens.json"))))
    except (json.JSONDecodeError, TokenError) as error:
        raise ThemeError(_("tokens.json: %(error)s") % {"error": error}) from error
    return Theme(
        manifest["name"], manifest["title"], manifest["version"], tokens, _read_style(folder / "style.css")
    )


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = tomllib.loads(_read(path))
    except tomllib.TOMLDecodeError as error:
        raise ThemeError(_("theme.toml: %(error)s") % {"error": error}) from error
    for key in ("name", "title", "version"):
        if not isinstance(manifest.get(key), str) or not manifest[key]:
            raise ThemeError(_("theme.toml needs a “%(key)s”.") % {"key": key})
    if not NAME.match(manifest["name"]):
        raise ThemeError(_("A theme's name has lower-case letters, digits and underscores only."))
    if manifest.get("api") != API:
        raise ThemeError(
            _("This theme is for another generation of the theme interface than %(api)s.") % {"api": API}
        )
    return manifest


def _read_style(path: Path) -> str:
    style = _read(path) if path.exists() else ""
    if REMOTE.search(style):
        raise ThemeError(_("style.css may not import a file or load one from another site."))
    return style


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ThemeError(_("%(file)s cannot be read.") % {"file": path.name}) from error
