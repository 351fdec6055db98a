"""The kit for themes says what is wrong with one that is spoilt, and of a sound one nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import Distribution, EntryPoint
from pathlib import Path

import pytest

from cms.testing import chromium
from cms.testing.looks import seeing, trial
from cms.testing.looks.findings import Finding, Matter, told
from cms.testing.theme_conformance import test_theme
from cms.testing.theme_kit import POINTS
from cms.themes import registry as registry_of_themes
from cms.themes.discovery import found_themes
from cms.themes.registry import read_themes
from cms.themes.scaffold.starting import start_theme
from tests.cms.testing.plugins_made import spoil
from tests.cms.testing.spoilt_theme import READ

pytestmark = pytest.mark.django_db

ABOUT = "meridian_theme_spoilt-0.1.0.dist-info"
IN_A_BROWSER = range(9, 17)
METADATA = "Metadata-Version: 2.1\nName: meridian-theme-spoilt\nVersion: 0.1.0\n"


def points() -> Iterator[tuple[int, Callable[..., None]]]:
    for path in sorted(POINTS.glob("test_*.py")):
        for name, point in vars(import_module(f"cms.testing.theme_conformance.{path.stem}")).items():
            if found := re.match(r"test_(\d\d)_", name):
                yield int(found[1]), point


def failing(name: str) -> dict[int, str]:
    """Return what the points that need no browser say about a theme, by their numbers."""
    theme = registry_of_themes.installed_themes()[name]
    wanted = {"theme_name": name, "theme": theme, "theme_trial": trial.trial_of.__wrapped__(name)}
    found = {}
    for number, point in points():
        if number not in IN_A_BROWSER:
            names = point.__code__.co_varnames[: point.__code__.co_argcount]
            try:
                point(**{name: wanted[name] for name in names})
            except pytest.fail.Exception as failure:
                found[number] = str(failure)
    return found


@pytest.fixture
def folder(tmp_path) -> Path:
    """The folder of a generated theme, which is a package called ``spoilt``."""
    folder = start_theme("spoilt", to=tmp_path)
    about = folder.parent / ABOUT
    about.mkdir()
    (about / "METADATA").write_text(METADATA, "utf-8")
    return folder


@pytest.fixture
def install(folder, monkeypatch) -> Callable[[], None]:
    """Let the host know the generated theme as it is by then."""
    monkeypatch.syspath_prepend(str(folder.parent))

    def read() -> None:
        entry = EntryPoint("spoilt", "spoilt", "meridian.themes")._for(Distribution.at(folder.parent / ABOUT))
        monkeypatch.setattr(test_theme, "entry_points", lambda **which: [entry])
        themes = read_themes(found_themes(packages=lambda: [entry]))
        monkeypatch.setattr(registry_of_themes, "_installed", lambda: themes)

    return read


def test_every_point_has_a_number_of_its_own_and_advice_for_the_author() -> None:
    assert sorted(number for number, _point in points()) == list(range(1, 17))
    assert [number for number, point in points() if len((point.__doc__ or "").split()) < 15] == []
    assert sorted(READ) == [number for number in range(1, 17) if number not in IN_A_BROWSER]


def test_generated_theme_is_told_nothing(install) -> None:
    install()
    assert failing("spoilt") == {}


def test_spoilt_theme_is_told_what_is_wrong_with_it(folder, install) -> None:
    """Each fault is told by its own point."""
    for one in READ.values():
        for file, (old, new) in one.files.items():
            spoil(folder / file, old, new)
    install()
    found = failing("spoilt")
    missing = [
        (number, words)
        for number, one in READ.items()
        for words in one.said
        if not re.search(words, found.get(number, ""))
    ]
    assert missing == [], found


def test_theme_that_cannot_be_used_is_told_why(folder, install) -> None:
    (folder / "style.css").write_text(".card {", "utf-8")
    install()
    with pytest.raises(pytest.fail.Exception, match=r"In style.css not every brace is closed"):
        test_theme.test_01_theme_can_be_used("spoilt")


def test_theme_that_is_not_there_is_named_with_those_that_are(install) -> None:
    install()
    with pytest.raises(trial.UnknownThemeError, match=r"There is no theme “nobody”.*hudson.*spoilt"):
        trial.installed_theme("nobody")


def test_missing_browser_is_a_failure_in_words(monkeypatch, install) -> None:
    install()
    monkeypatch.setattr(chromium, "PATH", "/nowhere/chromium")
    with pytest.raises(chromium.ChromiumMissingError, match="there is none at /nowhere/chromium"):
        seeing.findings.__wrapped__(trial.ThemeTrial(registry_of_themes.theme_for("spoilt"), []))


def test_same_words_about_many_places_are_told_once() -> None:
    found = [Finding(Matter.PRINT, place, "a menu is printed") for place in ("home/full", "news", "news")]
    assert told(found, Matter.PRINT) == ["home/full, news: a menu is printed"]
    assert told(found, Matter.FOCUS) == []
