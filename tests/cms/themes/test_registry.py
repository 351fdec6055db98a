from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from cms.clinics.choices import theme_choices
from cms.themes.discovery import found_themes, static_folders
from cms.themes.registry import (
    Unusable,
    available_themes,
    base_theme,
    installed_themes,
    read_themes,
    theme_for,
    theme_named,
)
from cms.themes.theme import Theme

CHOICES = [("hudson", "Hudson"), ("lakeside", "Lakeside"), ("limfjord", "Limfjord"), ("base", "Meridian")]
RED, BLUE = ({"colorSpace": "srgb", "components": value} for value in ([1, 0, 0], [0, 0, 1]))


def color(name, value):
    return {"color": {"$type": "color", name: {"$value": value}}}


def test_available_themes_are_the_folders_and_the_base() -> None:
    assert available_themes() == CHOICES


def test_clinic_chooses_from_the_available_themes() -> None:
    assert theme_choices() == CHOICES


def test_installed_themes_can_be_used() -> None:
    assert [name for name, theme in installed_themes().items() if isinstance(theme, Unusable)] == []


def test_theme_named_finds_installed_themes_only() -> None:
    hudson = theme_named("hudson")
    assert isinstance(hudson, Theme)
    assert hudson.title == "Hudson"
    assert theme_named("base") is base_theme()
    assert [theme_named(name) for name in ("nowhere", "", None, "../hudson")] == [None] * 4
    assert [theme_for(name) for name in ("nowhere", "", None, "base")] == [base_theme()] * 4


def test_child_has_what_it_does_not_say_from_its_parent_and_the_base(write_theme, read) -> None:
    write_theme(name="fjeld", tokens=color("link", RED), style="a { color: red; }")
    write_theme(name="vidde", parent="fjeld", tokens=color("text", BLUE), style="p { color: blue; }")
    themes = read()
    child = themes["vidde"]
    assert isinstance(child, Theme)
    assert [one.name for one in child.lineage] == ["vidde", "fjeld", "base"]
    assert [one.style for one in child.lineage] == ["p { color: blue; }", "a { color: red; }", ""]
    assert [child.tokens.value(f"color-{name}") for name in ("text", "link")] == ["#0000ff", "#ff0000"]
    assert child.tokens.value("color-muted") == base_theme().tokens.value("color-muted")
    assert [folder.parent.name for folder in child.template_folders] == ["vidde", "fjeld"]


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ({"manifest": "name = "}, "theme.toml: Invalid value (at end of document)"),
        ({"tokens": "{"}, "tokens.json: Expecting property name enclosed in double quotes"),
        ({"parent": "nowhere"}, "Its parent “nowhere” is not installed."),
        (
            {"files": {"templates/pages/clinic_home.html": "{% if %}"}},
            "templates/pages/clinic_home.html, 1: ",
        ),
    ],
)
def test_unusable_theme_leaves_the_others_alone_and_the_base_stands_in(
    write_theme, read, fault, problem
) -> None:
    write_theme(name="broken", **fault)
    write_theme(name="fjeld")
    themes = read()
    broken = themes["broken"]
    assert isinstance(broken, Unusable)
    assert [broken.problem.startswith(problem), broken.stand_in] == [True, base_theme()]
    assert isinstance(themes["fjeld"], Theme)


def test_parent_stands_in_for_a_child_that_cannot_be_used(write_theme, read) -> None:
    write_theme(name="fjeld")
    write_theme(name="vidde", parent="fjeld", tokens="{")
    write_theme(name="grene", parent="vidde")
    themes = read()
    for name, problem in (("vidde", "tokens.json: "), ("grene", "Its parent “vidde” cannot be used.")):
        found = themes[name]
        assert isinstance(found, Unusable)
        assert [found.problem.startswith(problem), found.stand_in.name] == [True, "fjeld"]


def test_parents_that_lead_in_a_circle_are_named(write_theme, read) -> None:
    write_theme(name="fjeld", parent="vidde")
    write_theme(name="vidde", parent="fjeld")
    write_theme(name="alone", parent="alone")
    problems = {name: theme.problem for name, theme in read().items() if isinstance(theme, Unusable)}
    assert problems == {
        "alone": "Its parents lead back to it: alone → alone.",
        "fjeld": "Its parent “vidde” cannot be used.",
        "vidde": "Its parents lead back to it: fjeld → vidde → fjeld.",
    }


def test_theme_in_a_package_is_found_by_its_entry_point(write_theme, tmp_path, monkeypatch) -> None:
    said = 'name = "fjeld"\ntitle = "Fjeld"\nversion = "1"\napi = 1\n'
    folder = write_theme(said, name="meridian_fjeld", files={"static/themes/fjeld/a.txt": "A."})
    monkeypatch.syspath_prepend(str(tmp_path))
    values = {"fjeld": "meridian_fjeld", "gone": "nowhere", "empty": "", "main": "__main__", "deep": "a.b"}
    points = [EntryPoint(name, value, "meridian.themes") for name, value in values.items()]
    found = found_themes(tmp_path / "none", lambda: points)
    themes = read_themes(found)
    assert static_folders(found) == [folder / "static"]
    fjeld = themes["fjeld"]
    assert isinstance(fjeld, Theme), fjeld
    assert fjeld.name == "fjeld"
    problems = {name: one.problem for name, one in themes.items() if isinstance(one, Unusable)}
    assert problems == {
        name: f"The package “{value}” is not there." for name, value in values.items() if name != "fjeld"
    }
