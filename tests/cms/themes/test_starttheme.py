"""``manage.py starttheme``: what it writes works, and where it cannot it writes nothing."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib.metadata import EntryPoint
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string

from cms.locales.context import use_context
from cms.themes import checks
from cms.themes.contrast import shortfalls
from cms.themes.discovery import found_themes
from cms.themes.registry import read_themes
from cms.themes.scaffold import starting
from cms.themes.theme import Theme
from tests.cms.testing.wheels import build_wheel
from tests.programs import run_python

FILES = [
    "README.md",
    "static/themes/fjeld/mark.svg",
    "style.css",
    "templates/theme/footer.html",
    "theme.toml",
    "tokens.json",
]


def start(name: str, *more: str) -> str:
    said = StringIO()
    call_command("starttheme", name, *more, stdout=said)
    return said.getvalue()


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def themes(tmp_path, monkeypatch) -> Path:
    """An empty folder in place of ``themes/``."""
    folder = tmp_path / "themes"
    folder.mkdir()
    monkeypatch.setattr(starting, "FOLDER", folder)
    return folder


@pytest.mark.parametrize("parent", ["base", "limfjord"])
def test_theme_can_be_used_untouched(themes, monkeypatch, here, parent) -> None:
    start("fjeld", "--parent", parent)
    assert files_in(themes / "fjeld") == FILES
    found = found_themes(themes, lambda: ())
    theme = read_themes([*found_themes(packages=lambda: ()), *found])["fjeld"]
    assert isinstance(theme, Theme), theme
    assert [theme.manifest.parent, shortfalls(theme.tokens)] == [parent, []]
    monkeypatch.setattr(checks, "found_themes", lambda: found)
    monkeypatch.setattr(checks, "installed_themes", lambda: {"fjeld": theme})
    assert checks.check_themes() == []
    monkeypatch.setattr("cms.themes.registry._installed", lambda: {"fjeld": theme})
    with use_context(replace(here, clinic=replace(here.clinic, theme="fjeld"))):
        assert 'data-theme="fjeld"' in render_to_string("theme/error.html", {"status": 404})


def test_theme_is_a_package_that_pip_installs(tmp_path, monkeypatch) -> None:
    start("fjeld", "--to", str(tmp_path))
    project = tmp_path / "fjeld"
    assert files_in(project) == sorted(
        ["pyproject.toml", *(f"fjeld/{file}" for file in ("__init__.py", *FILES))]
    )
    wheel = build_wheel(project, tmp_path)
    target = tmp_path / "installed"
    pip = ("-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", str(target), str(wheel))
    run_python(*pip).check_returncode()
    assert [one for one in files_in(target / "fjeld") if not one.endswith(".pyc")] == sorted(
        ["__init__.py", *FILES]
    )
    points = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]
    monkeypatch.syspath_prepend(str(target))
    entry = [EntryPoint(name, value, "meridian.themes") for name, value in points["meridian.themes"].items()]
    theme = read_themes(found_themes(tmp_path / "none", lambda: entry))["fjeld"]
    assert isinstance(theme, Theme), theme


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["Fjeld"], "A theme cannot be called “Fjeld”."),
        (["a__b"], "A theme cannot be called “a__b”."),
        (["x" * 41], "at most 40 long"),
        (["base"], "The name “base” is taken."),
        (["hudson"], "The name “hudson” is taken."),
        (["fjeld", "--parent", "nowhere"], "There is no theme “nowhere” that can be used."),
        (["fjeld", "--to", "/nowhere"], "There is no folder /nowhere."),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(themes, arguments, words) -> None:
    with pytest.raises(CommandError, match=words):
        start(*arguments)
    assert files_in(themes) == []


def test_what_is_there_is_left_alone(themes) -> None:
    (themes / "fjeld").mkdir()
    with pytest.raises(CommandError, match=r"There is a folder .*fjeld already"):
        start("fjeld")
    assert list(themes.iterdir()) == [themes / "fjeld"]
