from __future__ import annotations

from typing import Any

import pytest

from cms.themes.registry import base_theme
from cms.themes.tokens import Token, TokenError, read_tokens

WHITE = {"colorSpace": "srgb", "components": [1, 1, 1], "hex": "#ffffff"}
BLACK = {"colorSpace": "srgb", "components": [0, 0, 0]}


def test_tokens_are_named_by_their_path_and_inherit_the_type_of_their_group() -> None:
    tokens = read_tokens(
        {"space": {"$type": "dimension", "page": {"wide": {"$value": {"value": 4, "unit": "rem"}}}}}
    )
    assert list(tokens) == [Token("space-page-wide", "dimension", "4rem")]


@pytest.mark.parametrize(
    ("kind", "value", "css"),
    [
        ("color", WHITE, "#ffffff"),
        ("color", BLACK, "#000000"),
        ("color", {"colorSpace": "srgb", "components": [0.4275, 0.1412, 0.3412]}, "#6d2457"),
        ("dimension", {"value": 0, "unit": "px"}, "0px"),
        ("dimension", {"value": 1.0625, "unit": "rem"}, "1.0625rem"),
        ("number", 1.22, "1.22"),
        ("fontWeight", 650, "650"),
        ("fontFamily", "Georgia", '"Georgia"'),
        ("fontFamily", ["Helvetica Neue", "sans-serif"], '"Helvetica Neue", sans-serif'),
    ],
)
def test_value_becomes_css(kind: str, value: Any, css: str) -> None:
    assert read_tokens({"it": {"$type": kind, "$value": value}}).value("it") == css


def test_dark_value_is_used_on_dark_screens_only() -> None:
    token = {"$type": "color", "$value": WHITE, "$extensions": {"meridian": {"dark": BLACK}}}
    tokens = read_tokens({"paper": token, "card": {"$type": "color", "$value": WHITE}})
    assert [tokens.value(name, dark=dark) for name in ("paper", "card") for dark in (False, True)] == [
        "#ffffff",
        "#000000",
        "#ffffff",
        "#ffffff",
    ]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("color", "#ffffff"),
        ("color", {"colorSpace": "display-p3", "components": [1, 1, 1]}),
        ("color", {"colorSpace": "srgb", "components": [1, 1]}),
        ("color", {"colorSpace": "srgb", "components": [2, 0, 0]}),
        ("color", {"colorSpace": "srgb", "components": [1, 1, 1], "hex": "#000000"}),
        ("dimension", {"value": 1, "unit": "em"}),
        ("dimension", {"value": "1", "unit": "px"}),
        ("dimension", 12),
        ("dimension", {"value": -50, "unit": "px"}),
        ("number", True),
        ("number", 0),
        ("number", -900),
        ("fontWeight", 0),
        ("fontWeight", 1001),
        ("number", "1; } body { display: none"),
        ("fontFamily", 'Georgia"; } body { display: none'),
        ("fontFamily", []),
        ("fontFamily", None),
    ],
)
def test_value_of_another_shape_is_refused_with_the_name_of_the_token(kind: str, value: Any) -> None:
    with pytest.raises(TokenError, match=f"^The value of the token “it” is not a {kind}.$"):
        read_tokens({"it": {"$type": kind, "$value": value}})


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ([], "A token file holds one JSON object."),
        ({"it": {"$value": 1}}, "The token “it” has an unknown type."),
        ({"it": {"$type": "shadow", "$value": 1}}, "The token “it” has an unknown type."),
        ({"size": {"Large": {}}}, "“size.Large” is not a token or a group of tokens."),
        ({"size": {"large": 4}}, "“size.large” is not a token or a group of tokens."),
    ],
)
def test_file_of_another_shape_is_refused(raw: Any, message: str) -> None:
    with pytest.raises(TokenError) as refusal:
        read_tokens(raw)
    assert str(refusal.value) == message


def test_overlaid_tokens_keep_what_is_not_replaced() -> None:
    base = read_tokens({"a": {"$type": "number", "$value": 1}, "b": {"$type": "number", "$value": 2}})
    over = base.overlaid(read_tokens({"b": {"$type": "number", "$value": 3}}))
    assert [(token.name, token.value) for token in over] == [("a", "1"), ("b", "3")]


def test_overlaid_tokens_must_be_known() -> None:
    with pytest.raises(TokenError, match=r"^There is no token “c”\.$"):
        base_theme().tokens.overlaid(read_tokens({"c": {"$type": "number", "$value": 3}}))


def test_overlaid_tokens_must_keep_their_type() -> None:
    with pytest.raises(TokenError, match=r"^The token “font-size” is a dimension, not a number\.$"):
        base_theme().tokens.overlaid(read_tokens({"font": {"size": {"$type": "number", "$value": 3}}}))
