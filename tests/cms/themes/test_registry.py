from __future__ import annotations

from cms.clinics.choices import theme_choices
from cms.themes.manifest import Theme, ThemeError
from cms.themes.registry import available_themes, base_theme, read_themes, theme_named

CHOICES = [("hudson", "Hudson"), ("lakeside", "Lakeside"), ("limfjord", "Limfjord"), ("base", "Meridian")]


def test_available_themes_are_the_folders_and_the_base() -> None:
    assert available_themes() == CHOICES


def test_clinic_chooses_from_the_available_themes() -> None:
    assert theme_choices() == CHOICES


def test_theme_named_finds_installed_themes_only() -> None:
    hudson = theme_named("hudson")
    assert isinstance(hudson, Theme)
    assert hudson.title == "Hudson"
    assert theme_named("base") is base_theme()
    assert [theme_named(name) for name in ("nowhere", "", None, "../hudson")] == [None] * 4


def test_unusable_theme_leaves_the_others_alone(write_theme) -> None:
    parent = write_theme().parent
    broken = parent / "broken"
    broken.mkdir()
    (broken / "theme.toml").write_text("name = ")
    (parent / "no_theme").mkdir()
    themes = read_themes(parent)
    assert [(name, type(theme)) for name, theme in themes.items()] == [
        ("broken", ThemeError),
        ("fjeld", Theme),
    ]
