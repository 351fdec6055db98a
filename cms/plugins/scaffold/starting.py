"""Start a plugin: all of its files, or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from keyword import iskeyword
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.plugins.catalogues import update_catalogues
from cms.plugins.discovery import FOLDER, MANIFEST
from cms.plugins.manifest import NAME
from cms.plugins.registry import registry
from cms.plugins.scaffold.parts import PARTS, plugin_module

FILES = Path(__file__).parent / "files"
SUFFIX = "-tpl"
TESTS = "TESTS"
LONGEST = 40
NOTHING = "Adds nothing yet."


@dataclass(frozen=True, slots=True)
class Places:
    """Where a new plugin goes: its package, its tests, and the folders that are made for these."""

    package: Path
    tests: Path
    made: tuple[Path, ...]


def start_plugin(name: str, parts: Iterable[str], *, to: Path | None = None) -> Places:
    """Write a new plugin with these parts: into ``plugins/``, or as a package of its own into ``to``.

    Raises ``ValidationError``, in a sentence, for a name that no plugin can have or that is taken, for a part
    that there is not, and where something is already.
    """
    asked = set(parts)
    if unknown := sorted(asked - PARTS.keys()):
        words = _("There is no part %(names)s. The parts are %(parts)s.")
        raise ValidationError(words % {"names": ", ".join(unknown), "parts": ", ".join(sorted(PARTS))})
    _check_name(name, is_package=to is not None)
    places = _places(name, to)
    _check_places(places)
    _write(
        places, dict(_texts(name, [one for one in PARTS if one in asked], places, is_package=to is not None))
    )
    return places


def _check_name(name: str, *, is_package: bool) -> None:
    if not NAME.match(name) or len(name) > LONGEST or iskeyword(name):
        words = _(
            "A plugin cannot be called “%(name)s”. A name has lower-case letters, digits and single "
            "underscores, begins with a letter, and is at most %(longest)s long."
        )
        raise ValidationError(words % {"name": name, "longest": LONGEST})
    taken = {one.name for one in registry.entries} | {one.label for one in apps.get_app_configs()}
    if name in taken | settings.NAMES_TAKEN or (is_package and find_spec(name)):
        raise ValidationError(_("The name “%(name)s” is taken. Choose another one.") % {"name": name})


def _places(name: str, to: Path | None) -> Places:
    if to is None:
        package, tests = FOLDER / name, settings.PROJECT / "tests" / "plugins" / name
        return Places(package, tests, (package, tests))
    project = to.resolve() / name
    return Places(project / name, project / "tests", (project,))


def _check_places(places: Places) -> None:
    for folder in places.made:
        if folder.exists():
            raise ValidationError(_("There is a folder %(folder)s already.") % {"folder": folder})
        if not folder.parent.is_dir():
            raise ValidationError(_("There is no folder %(folder)s.") % {"folder": folder.parent})


def _texts(name: str, parts: list[str], places: Places, *, is_package: bool) -> Iterator[tuple[Path, str]]:
    """Yield every file of the plugin with what is in it."""
    values = _values(name, parts, is_package=is_package)
    yield places.package / "plugin.py", Template(plugin_module(parts)).substitute(values)
    for part in ("plugin", "tests", *parts, "package" if is_package else "repository"):
        for file in sorted((FILES / part).rglob(f"*{SUFFIX}")):
            relative = file.relative_to(FILES / part).with_name(file.name.removesuffix(SUFFIX))
            text = Template(file.read_text("utf-8")).substitute(values)
            yield _target(part, relative, name, places), text


def _values(name: str, parts: list[str], *, is_package: bool) -> dict[str, str]:
    words = name.split("_")
    return {
        "name": name,
        "slug": name.replace("_", "-"),
        "title": " ".join(words).capitalize(),
        "prefix": "".join(word.capitalize() for word in words),
        "module": name if is_package else f"{FOLDER.name}.{name}",
        "description": " ".join(filter(None, (PARTS[part].does for part in parts))) or NOTHING,
    }


def _target(part: str, relative: Path, name: str, places: Places) -> Path:
    named = Path(*(name if one == "NAME" else one for one in relative.parts))
    if part == "package":
        return places.package.parent / named
    if part == "tests":
        return places.tests / named
    if named.parts[0] == TESTS:
        return places.tests.joinpath(*named.parts[1:])
    return places.package / named


def _write(places: Places, texts: dict[Path, str]) -> None:
    """Write everything beside where it will be, and only then put it there."""
    with ExitStack() as drafts:
        drafted = {}
        for made in places.made:
            folder = Path(drafts.enter_context(TemporaryDirectory(dir=made.parent, prefix=".new-")))
            drafted[made] = folder / made.name
        for path, text in texts.items():
            made = next(one for one in places.made if path.is_relative_to(one))
            draft = drafted[made] / path.relative_to(made)
            draft.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(text, "utf-8")
            if path == places.package / MANIFEST:
                package = draft.parent
        update_catalogues(package)
        _put(drafted)


def _put(drafted: dict[Path, Path]) -> None:
    done: list[Path] = []
    try:
        for made, draft in drafted.items():
            draft.rename(made)
            done.append(made)
    except OSError:
        for made in done:
            made.rename(drafted[made])
        raise
