"""The kit for themes as a plugin of pytest: ``pytest --meridian-theme=NAME``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from cms.testing.looks.findings import Matter
    from cms.testing.looks.trial import ThemeTrial
    from cms.themes.theme import Theme

OPTION = "--meridian-theme"
POINTS = Path(__file__).parent / "theme_conformance"
asked = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("meridian", "plugins and themes of Meridian").addoption(
        OPTION,
        action="append",
        default=[],
        metavar="NAME",
        help="Run the kit for themes on this theme, and nothing else. Can be given more than once.",
    )


def pytest_configure(config: pytest.Config) -> None:
    names = config.getoption(OPTION)
    if names:
        config.stash[asked] = names
        config.args = [str(config.rootpath)]
        # What is shown is in no database, so its tables need not be made one by one.
        config.option.nomigrations = True


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Put the kit, and nothing else, into the folder in which pytest was started."""
    names = parent.config.stash.get(asked, [])
    is_root = path == parent.config.rootpath
    return ThemeFolder.from_parent(parent, path=path, themes=names) if names and is_root else None


class ThemeFolder(pytest.Directory):
    """A folder with the points of the kit for ``themes``, and with nothing of its own."""

    def __init__(self, themes: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.themes = themes

    def collect(self) -> Iterator[pytest.Collector]:
        for name in self.themes:
            yield ThemeKit.from_parent(self, name=name)


class ThemeKit(pytest.Collector):
    """The points of the kit for one theme; only the first for one that cannot be used."""

    def collect(self) -> Iterator[pytest.Collector]:
        from cms.testing.looks.trial import installed_theme  # Django is set up by now

        installed_theme(self.name)
        for path in sorted(POINTS.glob("test_*.py")):
            yield pytest.Module.from_parent(self, path=path, nodeid=f"{self.nodeid}::{path.name}")


@pytest.fixture
def theme_name(request: pytest.FixtureRequest) -> str:
    """The name of the theme that the kit was asked for."""
    kit = request.node.getparent(ThemeKit)
    return kit.name if kit else pytest.fail("Only the kit for themes knows which theme.", pytrace=False)


@pytest.fixture
def theme(theme_name: str) -> Theme:
    """The theme that the kit was asked for; fails for one that cannot be used."""
    from cms.testing.looks.trial import installed_theme
    from cms.themes.theme import Theme

    found = installed_theme(theme_name)
    return found if isinstance(found, Theme) else pytest.fail("It cannot be used.", pytrace=False)


@pytest.fixture
def theme_trial(theme: Theme, db: None) -> ThemeTrial:
    """The theme with everything that it shows."""
    from cms.testing.looks.trial import trial_of

    return trial_of(theme.name)


@pytest.fixture
def seen(theme_trial: ThemeTrial) -> Callable[[Matter], list[str]]:
    """What a browser finds wrong with the theme, by matter; fails where there is no browser."""
    from cms.testing.chromium import ChromiumMissingError
    from cms.testing.looks.findings import told
    from cms.testing.looks.seeing import BrowserMissingError, findings

    try:
        found = findings(theme_trial)
    except (BrowserMissingError, ChromiumMissingError) as error:
        pytest.fail(str(error), pytrace=False)
    return lambda matter: told(found, matter)
