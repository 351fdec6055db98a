from __future__ import annotations

import pytest

from cms.themes.manifest import ThemeError, read_theme
from cms.themes.registry import builtin_tokens

COLOR = {"colorSpace": "srgb", "components": [1, 0, 0]}


def test_theme_says_only_what_differs(write_theme) -> None:
    folder = write_theme(
        tokens={"color": {"$type": "color", "link": {"$value": COLOR}}}, style="h1 { color: red; }"
    )
    theme = read_theme(folder, builtin_tokens())
    assert (theme.name, theme.title, theme.version, theme.style) == (
        "fjeld",
        "Fjeld",
        "1.0",
        "h1 { color: red; }",
    )
    assert theme.tokens.value("color-link") == "#ff0000"
    assert theme.tokens.value("color-text") == builtin_tokens().value("color-text")


def test_theme_needs_no_style(write_theme) -> None:
    assert read_theme(write_theme(), builtin_tokens()).style == ""


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"manifest": "name = "}, "theme.toml: Invalid value (at end of document)"),
        ({"manifest": 'name = "fjeld"\ntitle = "Fjeld"\n'}, "theme.toml needs a “version”."),
        (
            {"manifest": 'name = "fjord"\ntitle = "Fjord"\nversion = "1"\napi = 1\n'},
            "The name in theme.toml must be that of its folder, “fjeld”.",
        ),
        (
            {"manifest": 'name = "Fjeld!"\ntitle = "Fjeld"\nversion = "1"\napi = 1\n'},
            "A theme's name has lower-case letters, digits and underscores only.",
        ),
        (
            {"manifest": 'name = "fjeld"\ntitle = "Fjeld"\nversion = "1"\napi = 2\n'},
            "This theme is for another generation of the theme interface than 1.",
        ),
        (
            {"tokens": "{"},
            "tokens.json: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        ),
        ({"tokens": {"x": {"$type": "number", "$value": 1}}}, "tokens.json: There is no token “x”."),
        ({"style": "@import 'other.css';"}, "style.css may not import a file or load one from another site."),
        (
            {"style": "a { background: url( 'https://example.org/x.png') }"},
            "style.css may not import a file or load one from another site.",
        ),
        (
            {"style": "a { background: URL(//example.org/x.png) }"},
            "style.css may not import a file or load one from another site.",
        ),
    ],
)
def test_theme_that_cannot_be_used_is_refused_in_words(write_theme, files, message: str) -> None:
    with pytest.raises(ThemeError) as refusal:
        read_theme(write_theme(**files), builtin_tokens())
    assert str(refusal.value) == message


def test_theme_without_tokens_is_refused(write_theme) -> None:
    folder = write_theme()
    (folder / "tokens.json").unlink()
    with pytest.raises(ThemeError, match=r"^tokens.json cannot be read.$"):
        read_theme(folder, builtin_tokens())
