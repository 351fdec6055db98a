from __future__ import annotations

import re

import pytest

from cms.themes.registry import base_theme, installed_themes, theme_for, theme_named
from cms.themes.stylesheet import ORDER, SOURCES, stylesheet_of, tokens_css
from cms.themes.theme import Theme
from cms.themes.tokens import read_tokens

NAMES = ["base", *installed_themes()]
PHYSICAL = re.compile(
    r"[{;\s](?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom"
    r"|(?:min-|max-)?(?:width|height)|text-align: (?:left|right)|float: (?:left|right))\s*:"
)


def rules(name: str) -> str:
    """The stylesheet without its comments and media queries, which have no logical counterpart."""
    css = re.sub(r"/\*.*?\*/", "", stylesheet_of(theme_for(name)).css, flags=re.DOTALL)
    return re.sub(r"@media[^{]*\{", "@media {", css)


def test_tokens_become_custom_properties_with_dark_values_apart() -> None:
    white, black = ({"colorSpace": "srgb", "components": [value] * 3} for value in (1, 0))
    tokens = read_tokens(
        {
            "paper": {"$type": "color", "$value": white, "$extensions": {"meridian": {"dark": black}}},
            "gap": {"$type": "dimension", "$value": {"value": 2, "unit": "px"}},
        }
    )
    assert tokens_css(tokens) == (
        ":root {\n  color-scheme: light dark;\n  --paper: #ffffff;\n  --gap: 2px;\n}\n"
        "@media screen and (prefers-color-scheme: dark) {\n:root {\n  --paper: #000000;\n}\n}\n"
    )


def test_unknown_theme_gets_the_base() -> None:
    assert stylesheet_of(theme_for("gone")) == stylesheet_of(theme_for("base"))
    assert stylesheet_of(theme_for("gone")).theme == "base"


def test_themes_differ_in_digest() -> None:
    assert len({stylesheet_of(theme_for(name)).digest for name in NAMES}) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_layers_are_named_in_order_before_anything_else(name: str) -> None:
    first = "@layer tokens, foundation, layout, components, blocks, plugins, theme, print;"
    assert stylesheet_of(theme_for(name)).css.splitlines()[0] == first
    # Plugins fill their layer with style sheets of their own.
    filled = set(re.findall(r"\w+", first)) - {"layer", "plugins"}
    assert set(re.findall(r"@layer (\w+) \{", stylesheet_of(theme_for(name)).css)) == filled


def test_theme_rules_stand_in_their_layer() -> None:
    hudson = theme_named("hudson")
    assert hudson is not None
    layer = stylesheet_of(theme_for("hudson")).css.partition("@layer theme {\n")[2]
    layer, style = (re.sub(r'url\("[^"]*"\)', "url()", css) for css in (layer, hudson.style))
    assert layer == style + "}\n"


@pytest.mark.parametrize("name", NAMES)
def test_braces_are_balanced(name: str) -> None:
    assert rules(name).count("{") == rules(name).count("}")


@pytest.mark.parametrize("name", NAMES)
def test_stylesheet_loads_nothing_but_its_own_files(name: str) -> None:
    assert re.findall(rf"url\((?!\"/static/themes/{name}/)|@import|https?:", rules(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_stylesheet_has_logical_properties_only(name: str) -> None:
    assert PHYSICAL.findall(rules(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_custom_property_that_is_used_is_set(name: str) -> None:
    css = rules(name)
    assert set(re.findall(r"var\((--[\w-]+)", css)) - set(re.findall(r"(--[\w-]+)\s*:", css)) == set()


def test_every_builtin_token_is_used() -> None:
    css = "".join(rules(name) for name in NAMES)
    assert [token.name for token in base_theme().tokens if f"var(--{token.name})" not in css] == []


def test_colors_come_from_tokens() -> None:
    sources = {name: (SOURCES / f"{name}.css").read_text() for name in ORDER if name != "print"}
    styles = {name: theme.style for name, theme in installed_themes().items() if isinstance(theme, Theme)}
    literal = re.compile(r":[^;{]*(#[0-9a-f]{3,8}\b|rgba?\(|hsla?\()")
    assert [name for name, css in (sources | styles).items() if literal.search(css)] == []


def test_every_source_is_part_of_the_stylesheet() -> None:
    # error.css stands alone: it serves the page that is shown when no theme can be known.
    assert {path.stem for path in SOURCES.glob("*.css")} - {"error"} == set(ORDER)


def test_rules_of_the_parents_come_first_and_files_of_each_have_its_address(write_theme, install) -> None:
    write_theme(style='a { background: url("a.svg"); }', files={"static/themes/fjeld/a.svg": ""})
    write_theme(
        name="vidde",
        parent="fjeld",
        style="p { background: url( 'b/b.svg' ) url(data:image/png;base64,AA) }",
        files={"static/themes/vidde/b/b.svg": ""},
    )
    install()
    assert stylesheet_of(theme_for("vidde")).css.split("@layer theme ")[1] == (
        '{\na { background: url("/static/themes/fjeld/a.svg"); }'
        'p { background: url("/static/themes/vidde/b/b.svg") url(data:image/png;base64,AA) }}\n'
    )
