"""Which plugins are on this machine: folders in ``plugins/``, and packages that name themselves as one.

Nothing of a plugin is imported here, so this can be asked by the settings, before Django is set up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from cms.packages import folder_of
from cms.plugins.manifest import Manifest, ManifestError, read_manifest
from cms.plugins.names import label_of

FOLDER = Path(__file__).parents[2] / "plugins"
GROUP = "meridian.plugins"
MANIFEST = "plugin.toml"


@dataclass(frozen=True, slots=True)
class Installed:
    """A plugin on this machine: its name, the module to import, and its manifest or why there is none."""

    name: str
    module: str
    folder: Path
    manifest: Manifest | None
    problem: str = ""


def installed_plugins(
    folder: Path = FOLDER,
    packages: Callable[[], Iterable[EntryPoint]] = lambda: entry_points(group=GROUP),
    *,
    taken: Collection[str] = (),
) -> tuple[Installed, ...]:
    """Return every plugin, those in ``folder`` first, each by name.

    One whose name is ``taken`` by a part of the system, or whose application is labelled otherwise, has a
    problem that says so: Django would not start with it. Of two with one name the first counts.
    """
    found: list[Installed] = []
    firsts: dict[str, Installed] = {}
    for one in (*_in_folder(folder), *_in_packages(packages())):
        if first := firsts.get(one.name):
            clash = f"Its name is that of the plugin in {first.folder.name}, which was found first."
            found.append(_refused(one, clash))
        else:
            firsts[one.name] = one
            found.append(one if one.manifest is None else _with_a_name_of_its_own(one, taken))
    return tuple(found)


def applications(plugins: Iterable[Installed]) -> list[str]:
    """Return what Django is to be told of as ``INSTALLED_APPS``: plugins with a manifest that can be used."""
    return [one.module for one in plugins if one.manifest is not None]


def _with_a_name_of_its_own(one: Installed, taken: Collection[str]) -> Installed:
    if one.name in taken:
        return _refused(one, f"A part of the system is called “{one.name}”. The plugin needs another name.")
    label = label_of(one.module, one.folder)
    if label != one.name:
        return _refused(one, f"Its application has the label “{label}”; it must be “{one.name}”.")
    return one


def _refused(one: Installed, problem: str) -> Installed:
    return Installed(one.name, one.module, one.folder, None, problem)


def _in_folder(folder: Path) -> Iterator[Installed]:
    for path in sorted(folder.glob(f"*/{MANIFEST}")):
        yield _read(path.parent, f"{folder.name}.{path.parent.name}", path.parent.name)


def _in_packages(packages: Iterable[EntryPoint]) -> Iterator[Installed]:
    for one in sorted(packages, key=lambda entry: entry.name):
        folder = folder_of(one.value)
        if folder is None:
            problem = f"The package {one.value} is not there; it may have been installed in part only."
            yield Installed(one.name, one.value, Path(one.value), None, problem)
        else:
            yield _read(folder, one.value, one.name)


def _read(folder: Path, module: str, name: str) -> Installed:
    try:
        manifest = read_manifest(folder / MANIFEST)
    except ManifestError as error:
        return Installed(name, module, folder, None, str(error))
    if manifest.name != name:
        return Installed(
            name, module, folder, None, f"“name” is “{manifest.name}”; it must be “{name}”, as it was found."
        )
    return Installed(name, module, folder, manifest)
