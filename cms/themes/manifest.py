"""A theme's manifest, ``theme.toml``: its name, what it is, and the theme that it builds on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

BASE = "base"
"""The name of the built-in theme, on which every other builds in the end."""

GENERATION = 1
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z")
TEXTS = ("name", "title", "version")
OPTIONAL_TEXTS = ("description", "licence", "parent", "preview")
KEYS = frozenset({"api", *TEXTS, *OPTIONAL_TEXTS})
"""Every key that a manifest may have; the README describes each."""


class ThemeError(ValueError):
    """A theme cannot be used; the message says why, and where, for the person who installed it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a theme says of itself.

    ``parent`` is the theme whose templates, styles and tokens hold where it has none of its own. ``preview``
    is the path of a picture of it, below its folder of static files.
    """

    name: str
    title: str
    version: str
    description: str = ""
    licence: str = ""
    parent: str = BASE
    preview: str = ""


def read_manifest(folder: Path, name: str) -> Manifest:
    """Return the manifest of the theme that was found as ``name`` in ``folder``.

    Raises ``ThemeError`` with everything that is wrong.
    """
    try:
        raw = tomllib.loads((folder / "theme.toml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ThemeError(_("theme.toml cannot be read.")) from error
    except tomllib.TOMLDecodeError as error:
        raise ThemeError(_("theme.toml: %(error)s") % {"error": error}) from error
    problems = [*_problems(raw), *_wrong_names(raw, name)]
    if problems:
        raise ThemeError(" ".join(problems))
    return Manifest(**{key: value.strip() for key, value in raw.items() if key != "api"})


def _problems(raw: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted(raw.keys() - KEYS):
        yield _("theme.toml has an unknown key “%(key)s”.") % {"key": key}
    for key in TEXTS:
        if not isinstance(raw.get(key), str) or not raw[key].strip():
            yield _("theme.toml needs a “%(key)s”.") % {"key": key}
    for key in OPTIONAL_TEXTS:
        if not isinstance(raw.get(key, ""), str):
            yield _("In theme.toml “%(key)s” must be a text.") % {"key": key}
    if raw.get("api") != GENERATION:
        yield _("This theme is for another generation of the theme interface than %(api)s.") % {
            "api": GENERATION
        }


def _wrong_names(raw: Mapping[str, Any], found: str) -> Iterator[str]:
    name, parent = raw.get("name"), raw.get("parent", BASE)
    if isinstance(name, str) and name and (not NAME.match(name) or name == BASE):
        yield _(
            "A theme's name has lower-case letters, digits and single underscores only, and is not “base”."
        )
    elif isinstance(name, str) and name and name != found:
        yield _("The name in theme.toml must be the one that it was found by, “%(name)s”.") % {"name": found}
    if isinstance(parent, str) and not NAME.match(parent):
        yield _("“%(name)s” in theme.toml is no name of a theme.") % {"name": parent}
