"""The conformance kit as a plugin of pytest: ``pytest --meridian-plugin=NAME``.

It gives the tests of plugins their fixtures, and runs its own points on a plugin as if they stood in the
folder of that plugin's tests, so that what the ``conftest.py`` there says counts. Such a file names its
plugin: ``meridian_plugin = "opening_hours"``. Then the points are part of every run of that folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from cms.plugins.registry import Entry

# Whoever knows of this kit can ask for the one for themes as well.
pytest_plugins = ["cms.testing.theme_kit"]
OPTION = "--meridian-plugin"
ATTRIBUTE = "meridian_plugin"
POINTS = Path(__file__).parent / "conformance"
asked = pytest.StashKey[dict[Path, list[str]]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("meridian", "plugins of Meridian")
    group.addoption(
        OPTION,
        action="append",
        default=[],
        metavar="NAME",
        help="Run the conformance kit on this plugin, and nothing else. Can be given more than once.",
    )


def pytest_configure(config: pytest.Config) -> None:
    # Fixtures import what needs Django, which pytest-django has set up by now.
    config.pluginmanager.import_plugin("cms.testing.fixtures")
    names = config.getoption(OPTION)
    if names:
        folders: dict[Path, list[str]] = {}
        for name in names:
            folders.setdefault(_folder_of_tests(config.rootpath, name), []).append(name)
        config.stash[asked] = folders
        config.args = [str(folder) for folder in folders]
        # The kit applies a plugin's migrations by itself; those of everything else only take time.
        config.option.nomigrations = True


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Put the kit, and nothing else, into the folders of the plugins that were asked for."""
    names = parent.config.stash.get(asked, {}).get(path)
    return Folder.from_parent(parent, path=path, plugins=names) if names else None


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Put the kit beside the other tests where a ``conftest.py`` names a plugin."""
    plugin = _named_by(parent.config, file_path.parent) if file_path.name == "conftest.py" else None
    return Kit.from_parent(parent, name="conformance", plugin=plugin) if plugin else None


class Folder(pytest.Directory):
    """A folder of tests with the points of the kit for ``plugins``, and with nothing of its own."""

    def __init__(self, plugins: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.plugins = plugins

    def collect(self) -> Iterator[pytest.Collector]:
        for name in self.plugins:
            named = _named_by(self.config, self.path)
            plugin = named if isinstance(named, Path) and named.name == name else name
            yield Kit.from_parent(self, name=name, plugin=plugin)


class Kit(pytest.Collector):
    """The points of the kit for one plugin."""

    def __init__(self, plugin: str | Path, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.plugin = plugin

    def collect(self) -> Iterator[pytest.Collector]:
        for path in sorted(POINTS.glob("test_*.py")):
            yield Points.from_parent(self, path=path, nodeid=f"{self.nodeid}::{path.name}")


class Points(pytest.Module):
    """The points of one theme that concern the plugin."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        from cms.testing.entries import entry_of  # Django is set up by now, and was not when this was read

        kit = self.getparent(Kit)
        if kit is None:
            return
        entry = entry_of(kit.plugin)
        yield from (one for one in super().collect() if _concerns(one, entry))


def plugin_of(node: pytest.Item) -> str | Path:
    """Return the plugin whose tests ``node`` is among: its name or its folder. Fails if there is none."""
    kit = node.getparent(Kit)
    if kit is not None:
        return kit.plugin
    for folder in node.path.parents:
        if plugin := _named_by(node.config, folder):
            return plugin
    return pytest.fail(f'No conftest.py here names the plugin: {ATTRIBUTE} = "its_name".', pytrace=False)


def _named_by(config: pytest.Config, folder: Path) -> str | Path | None:
    return getattr(config.pluginmanager.get_plugin(str(folder / "conftest.py")), ATTRIBUTE, None)


def _concerns(node: pytest.Item | pytest.Collector, entry: Entry) -> bool:
    concerns = getattr(getattr(node, "obj", None), "concerns", None)
    return concerns is None or bool(concerns(entry))


def _folder_of_tests(root: Path, name: str) -> Path:
    """Return where the tests of a plugin are: among those of many plugins, on their own, or nowhere."""
    places = (root / "tests" / "plugins" / name, root / "tests")
    return next((place for place in places if (place / "conftest.py").exists()), root)
