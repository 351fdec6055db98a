"""Start a theme: all of its files, or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.themes.discovery import FOLDER
from cms.themes.manifest import BASE, NAME
from cms.themes.registry import installed_themes, theme_named

FILES = Path(__file__).parent / "files"
SUFFIX = "-tpl"
LONGEST = 40


def start_theme(name: str, *, parent: str = BASE, to: Path | None = None) -> Path:
    """Write a new theme into ``themes/``, or as a package of its own into ``to``, and return its folder.

    Raises ``ValidationError``, in a sentence, for a name that no theme can have or that is taken, for a
    parent that cannot be used, and where something is already.
    """
    _check(name, parent)
    project = (to or FOLDER).resolve() / name
    if project.exists():
        raise ValidationError(_("There is a folder %(folder)s already.") % {"folder": project})
    if not project.parent.is_dir():
        raise ValidationError(_("There is no folder %(folder)s.") % {"folder": project.parent})
    values = {
        "name": name,
        "slug": name.replace("_", "-"),
        "title": name.replace("_", " ").capitalize(),
        "parent": parent,
    }
    _write(project, dict(_texts(values, is_package=to is not None)))
    return project if to is None else project / name


def _check(name: str, parent: str) -> None:
    if not NAME.match(name) or len(name) > LONGEST:
        words = _(
            "A theme cannot be called “%(name)s”. A name has lower-case letters, digits and single "
            "underscores, begins with a letter, and is at most %(longest)s long."
        )
        raise ValidationError(words % {"name": name, "longest": LONGEST})
    if name == BASE or name in installed_themes():
        raise ValidationError(_("The name “%(name)s” is taken. Choose another one.") % {"name": name})
    if theme_named(parent) is None:
        raise ValidationError(_("There is no theme “%(name)s” that can be used.") % {"name": parent})


def _texts(values: Mapping[str, str], *, is_package: bool) -> Iterator[tuple[Path, str]]:
    """Yield every file with what is in it, below the folder of the project."""
    below = Path(values["name"]) if is_package else Path()
    for part, place in (("theme", below), ("package", Path())) if is_package else (("theme", below),):
        for file in sorted((FILES / part).rglob(f"*{SUFFIX}")):
            relative = file.relative_to(FILES / part).with_name(file.name.removesuffix(SUFFIX))
            named = Path(*(values["name"] if one == "NAME" else one for one in relative.parts))
            yield place / named, Template(file.read_text("utf-8")).substitute(values)
    if is_package:
        yield below / "__init__.py", f'"""The theme {values["title"]}, for Meridian."""\n'


def _write(project: Path, texts: Mapping[Path, str]) -> None:
    """Write everything beside where it will be, and only then put it there."""
    with TemporaryDirectory(dir=project.parent, prefix=".new-") as drafts:
        draft = Path(drafts) / project.name
        for path, text in texts.items():
            (draft / path).parent.mkdir(parents=True, exist_ok=True)
            (draft / path).write_text(text, "utf-8")
        draft.rename(project)
