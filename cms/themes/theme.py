"""A theme, read: its tokens over those of its parent, its style, its templates and static files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from cms.themes.manifest import Manifest, ThemeError
from cms.themes.tokens import TokenError, TokenSet, read_tokens

# A backslash could spell any of these otherwise.
REMOTE = re.compile(r"@import|(?:url\(|[\"'])\s*[\"']?\s*(?:[a-z][a-z0-9+.-]*:)?//|\\", re.IGNORECASE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
OWN_FILE = re.compile(r"url\(\s*[\"']?\s*(?!data:|#)([^\"')]+?)\s*[\"']?\s*\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """One theme, complete, read once; two that are alike are not the same.

    ``tokens`` are all there are, its own over those of its parent. ``style`` are its own rules only; those of
    its ancestors come before them. ``template_folders`` are where templates are looked for before those of
    the packages, its own first. Only the built-in base has no ``parent``, and no folders.
    """

    manifest: Manifest
    parent: Theme | None
    tokens: TokenSet
    style: str = ""
    template_folders: tuple[Path, ...] = ()

    @property
    def name(self) -> str:
        return self.manifest.name

    @property
    def title(self) -> str:
        return self.manifest.title

    @property
    def lineage(self) -> Iterator[Theme]:
        """The theme, then its parent, and so on to the built-in base."""
        yield self
        if self.parent is not None:
            yield from self.parent.lineage

    def static_path(self, path: str) -> str:
        """Return the name of one of its static files among those of the installation."""
        return f"themes/{self.name}/{path}"


def read_theme(folder: Path, manifest: Manifest, parent: Theme) -> Theme:
    """Return the theme in ``folder``; raises ``ThemeError`` if its tokens or its style cannot be used."""
    if manifest.preview and not _is_own_file(folder, manifest.name, manifest.preview):
        raise ThemeError(
            _("The picture “%(file)s” in theme.toml is not in static/themes/%(name)s/.")
            % {"file": manifest.preview, "name": manifest.name}
        )
    return Theme(
        manifest,
        parent,
        _read_tokens(folder, parent),
        _read_style(folder, manifest.name),
        (folder / "templates", *parent.template_folders),
    )


def _read_tokens(folder: Path, parent: Theme) -> TokenSet:
    path = folder / "tokens.json"
    if not path.exists():
        return parent.tokens
    try:
        return parent.tokens.overlaid(read_tokens(json.loads(_read(path))))
    except (json.JSONDecodeError, TokenError) as error:
        raise ThemeError(_("tokens.json: %(error)s") % {"error": error}) from error


def _read_style(folder: Path, name: str) -> str:
    path = folder / "style.css"
    style = _read(path) if path.exists() else ""
    rules = COMMENT.sub("", style)
    if REMOTE.search(rules):
        raise ThemeError(_("style.css may not import a file or load one from another site."))
    if not _is_balanced(rules):
        raise ThemeError(_("In style.css not every brace is closed, or one is closed that was not opened."))
    for file in OWN_FILE.findall(rules):
        if not _is_own_file(folder, name, file):
            raise ThemeError(
                _("style.css names the file “%(file)s”, which is not in static/themes/%(name)s/.")
                % {"file": file, "name": name}
            )
    return style


def _is_own_file(folder: Path, name: str, file: str) -> bool:
    """Whether a theme has a static file of this path, in its own folder."""
    own = (folder / "static" / "themes" / name).resolve()
    path = (own / file).resolve()
    return path.is_file() and path.is_relative_to(own)


def _is_balanced(rules: str) -> bool:
    """Whether braces close what they open, so that the rules stay in their layer."""
    depth = 0
    for brace in re.findall(r"[{}]", re.sub(r"\"[^\"\n]*\"|'[^'\n]*'", "", rules)):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ThemeError(_("%(file)s cannot be read.") % {"file": path.name}) from error
