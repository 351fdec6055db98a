from __future__ import annotations

import pytest
from django.conf import settings

from cms.themes.manifest import KEYS, ThemeError, read_manifest
from cms.themes.registry import base_theme
from cms.themes.theme import read_theme

SOUND = 'name = "fjeld"\ntitle = "Fjeld"\nversion = "1"\napi = 1\n'
OTHER_GENERATION = "This theme is for another generation of the theme interface than 1."
COLOR = {"colorSpace": "srgb", "components": [1, 0, 0]}


def read(folder):
    return read_theme(folder, read_manifest(folder, "fjeld"), base_theme())


def test_theme_says_only_what_differs(write_theme) -> None:
    tokens = {"color": {"$type": "color", "link": {"$value": COLOR}}}
    theme = read(write_theme(tokens=tokens, style="h1 { color: red; }"))
    assert (theme.name, theme.title, theme.manifest.version, theme.style) == (
        "fjeld",
        "Fjeld",
        "1.0",
        "h1 { color: red; }",
    )
    assert theme.tokens.value("color-link") == "#ff0000"
    assert theme.tokens.value("color-text") == base_theme().tokens.value("color-text")


def test_theme_needs_no_style_and_no_tokens(write_theme) -> None:
    folder = write_theme()
    (folder / "tokens.json").unlink()
    theme = read(folder)
    assert [theme.style, theme.tokens] == ["", base_theme().tokens]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"manifest": "name = "}, "theme.toml: Invalid value (at end of document)"),
        (
            {"manifest": 'name = "fjeld"\ntitle = "Fjeld"\n'},
            f"theme.toml needs a “version”. {OTHER_GENERATION}",
        ),
        (
            {"manifest": 'name = "fjord"\ntitle = "Fjord"\nversion = "1"\napi = 1\n'},
            "The name in theme.toml must be the one that it was found by, “fjeld”.",
        ),
        (
            {"manifest": 'name = "Fjeld!"\ntitle = "Fjeld"\nversion = "1"\napi = 1\n'},
            "A theme's name has lower-case letters, digits and single underscores only, and is not “base”.",
        ),
        (
            {"manifest": 'name = "fjeld"\ntitle = "Fjeld"\nversion = "1"\napi = 2\n'},
            OTHER_GENERATION,
        ),
        (
            {"tokens": "{"},
            "tokens.json: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        ),
        ({"tokens": {"x": {"$type": "number", "$value": 1}}}, "tokens.json: There is no token “x”."),
        (
            {"manifest": f'{SOUND}color = "red"\nparent = "A B"\n'},
            "theme.toml has an unknown key “color”. “A B” in theme.toml is no name of a theme.",
        ),
        (
            {"style": "a { background: url(fjord.svg) }"},
            "style.css names the file “fjord.svg”, which is not in static/themes/fjeld/.",
        ),
        *(
            ({"style": style}, "style.css may not import a file or load one from another site.")
            for style in (
                'a { background: image-set("//example.org/x.png" 1x) }',
                "a { background: u\\rl(https://example.org/x.png) }",
                "a { background: url( 'HTTPS://example.org/x.png' ) }",
            )
        ),
        *(
            (
                {"style": style},
                "In style.css not every brace is closed, or one is closed that was not opened.",
            )
            for style in ("} body { display: none; ", "a { color: red;")
        ),
        (
            {"manifest": f'{SOUND}preview = "../../../theme.toml"\n'},
            "The picture “../../../theme.toml” in theme.toml is not in static/themes/fjeld/.",
        ),
        (
            {"tokens": '{"font": {"scale": {"$type": "number", "$value": NaN}}}'},
            "tokens.json: The value of the token “font-scale” is not a number.",
        ),
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
        read(write_theme(**files))
    assert str(refusal.value) == message


def test_every_key_of_the_manifest_is_described() -> None:
    text = (settings.PROJECT / "cms" / "themes" / "README.md").read_text("utf-8")
    assert [key for key in sorted(KEYS) if f"| `{key}` |" not in text] == []
