from __future__ import annotations

import pytest

from cms.themes.contrast import PAIRS, Measure, contrast_ratio, shortfalls
from cms.themes.registry import base_theme, installed_themes, theme_named
from cms.themes.theme import Theme
from cms.themes.tokens import read_tokens

NAMES = ["base", *installed_themes()]


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#ffffff", "#000000", 21.0),
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#777777", 1.0),
        # The best known grey that just misses, and the next one that passes.
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_ratio_is_that_of_wcag(first: str, second: str, ratio: float) -> None:
    assert round(contrast_ratio(first, second), 2) == ratio


@pytest.mark.parametrize("name", NAMES)
def test_installed_theme_has_enough_contrast_on_light_and_dark_screens(name: str) -> None:
    theme = theme_named(name)
    assert isinstance(theme, Theme)
    assert shortfalls(theme.tokens) == []


def test_shortfalls_name_the_pair_and_the_screen() -> None:
    grey = {"colorSpace": "srgb", "components": [0.8, 0.8, 0.8]}
    black = {"colorSpace": "srgb", "components": [0, 0, 0]}
    faint = {"color": {"$type": "color", "footer-text": {"$value": black}, "footer": {"$value": grey}}}
    faint["color"]["footer-text"]["$extensions"] = {"meridian": {"dark": grey}}
    assert shortfalls(base_theme().tokens.overlaid(read_tokens(faint))) == [
        Measure("color-footer-text", "color-footer", dark=True, ratio=1.0, minimum=4.5)
    ]


def test_every_color_that_text_is_set_in_is_in_a_pair() -> None:
    named = {name for foreground, background, _minimum in PAIRS for name in (foreground, background)}
    colors = {token.name for token in base_theme().tokens if token.type == "color"}
    assert colors - named == {"color-line"}
