"""Which themes are on this machine: folders in ``themes/``, and packages that name themselves as one.

Nothing of a theme is imported, so this can be asked by the settings, before Django is set up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from cms.packages import folder_of

FOLDER = Path(__file__).parents[2] / "themes"
GROUP = "meridian.themes"
MANIFEST = "theme.toml"


@dataclass(frozen=True, slots=True)
class Found:
    """A theme that was found: its name and folder, and why it cannot even be read, if so."""

    name: str
    folder: Path
    problem: str = ""


def found_themes(
    folder: Path = FOLDER, packages: Callable[[], Iterable[EntryPoint]] = lambda: entry_points(group=GROUP)
) -> tuple[Found, ...]:
    """Return every theme, those in ``folder`` first, each by name. Of two with one name the first counts."""
    themes: dict[str, Found] = {}
    for one in (*_in_folder(folder), *_in_packages(packages())):
        themes.setdefault(one.name, one)
    return tuple(themes.values())


def static_folders(themes: Iterable[Found]) -> list[Path]:
    """Return where the static files of themes are, for ``STATICFILES_DIRS``."""
    return [folder for one in themes if (folder := one.folder / "static").is_dir()]


def _in_folder(folder: Path) -> Iterator[Found]:
    for path in sorted(folder.glob(f"*/{MANIFEST}")):
        yield Found(path.parent.name, path.parent)


def _in_packages(packages: Iterable[EntryPoint]) -> Iterator[Found]:
    for one in sorted(packages, key=lambda entry: entry.name):
        folder = folder_of(one.value)
        if folder is None:
            yield Found(one.name, Path(), f"The package “{one.value}” is not there.")
        else:
            yield Found(one.name, folder)
