"""The contract with authors of themes: what is there, and that the README tells of it and of nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cms.plugins.slots import SLOTS
from cms.themes import api, surface
from cms.themes.registry import base_theme
from cms.themes.stylesheet import SOURCES
from cms.themes.templates import _sources

HOST = Path(api.__file__).parent
README = (HOST / "README.md").read_text("utf-8")
OF_THE_ADMIN = "dashboard.panel.v1"


def told(heading: str) -> list[str]:
    """Return the names in the first cells of a section's table."""
    section = README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])]


def templates() -> set[str]:
    """Return the templates that themes may override, without those of plugins and of single blocks."""
    folders = {name.strip("/") for source in _sources for name in source()}
    found = set()
    for root in HOST.parent.glob("*/templates"):
        for name in (path.relative_to(root) for path in root.rglob("*.html")):
            if name.parent.as_posix() in folders or name.parts[0] == "theme":
                found.add(name.as_posix())
    return found


def test_surface_for_authors_is_this_and_no_more() -> None:
    assert api.__all__ == [
        "PAGE_CONTEXT",
        "PAIRS",
        "TEMPLATE_BLOCKS",
        "Manifest",
        "Measure",
        "Stylesheet",
        "Theme",
        "ThemeError",
        "Token",
        "TokenError",
        "TokenSet",
        "available_themes",
        "base_theme",
        "contrast_ratio",
        "nearest_that_passes",
        "read_theme",
        "read_tokens",
        "relative_luminance",
        "shortfalls",
        "stylesheet_of",
        "theme_named",
        "use_theme",
    ]
    assert [name for name in api.__all__ if not hasattr(api, name)] == []


def test_blocks_are_those_of_the_base_template() -> None:
    base = (HOST / "templates" / "theme" / "base.html").read_text("utf-8")
    assert tuple(re.findall(r"{% block (\w+) %}", base)) == surface.TEMPLATE_BLOCKS


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("The surface", set(api.__all__)),
        ("Blocks of theme/base.html", set(surface.TEMPLATE_BLOCKS)),
        ("What every page is told", set(surface.PAGE_CONTEXT)),
        ("Slots", set(SLOTS) - {OF_THE_ADMIN}),
    ],
)
def test_each_name_has_its_row_and_no_row_is_about_anything_else(heading, names) -> None:
    assert sorted(told(heading)) == sorted(names)


def test_each_slot_is_where_the_readme_says() -> None:
    section = README.partition("\n## Slots\n")[2].partition("\n## ")[0]
    for line in section.splitlines():
        slots, _bar, places = line.strip("| ").partition(" | ")
        for name in re.findall(r"`([\w.]+\.v1)`", slots):
            for place in re.findall(r"`(\w+/\w+\.html)`", places):
                (file,) = HOST.parent.glob(f"*/templates/{place}")
                assert f'{{% slot "{name}"' in file.read_text("utf-8")


def test_each_template_has_its_row() -> None:
    told_of = set(told("Templates, one by one"))
    single = {name for name in templates() - told_of if re.fullmatch(r"blocks/\w+\.html", name)}
    assert templates() - told_of - single == set()
    assert told_of - templates() == {"blocks/<name>.html"}


def test_each_custom_property_has_its_row() -> None:
    foundation = (SOURCES / "foundation.css").read_text("utf-8").partition(":root {")[2].partition("}")[0]
    made = set(re.findall(r"(--[\w-]+):", foundation))
    assert set(told("Custom properties")) == {f"--{token.name}" for token in base_theme().tokens} | made
