from __future__ import annotations

import pytest

from cms.blocks.list import ListBlock


@pytest.mark.parametrize(("style", "element"), [("bullet", "ul"), ("number", "ol"), ("check", "ul")])
def test_list_renders_its_items_in_the_element_of_its_style(style: str, element: str) -> None:
    block = ListBlock()
    html = block.render(block.to_python({"style": style, "items": ["<p>One</p>", "<p>Two</p>"]}))
    assert html.count(f"<{element}") == 1
    assert f"list__items--{style}" in html
    assert "<p>One</p>" in html
    assert "<p>Two</p>" in html


def test_list_without_any_item_is_refused_at_the_field(refusals) -> None:
    assert refusals(ListBlock(), {"style": "bullet", "items": []}) == {
        "items": ["The minimum number of items is 1"]
    }


def test_list_with_an_empty_item_is_refused_at_the_item(refusals) -> None:
    assert refusals(ListBlock(), {"style": "bullet", "items": ["<p>One</p>", ""]}) == {
        "items.1": ["This field is required."]
    }


def test_list_with_an_unknown_style_is_refused_at_the_field(refusals) -> None:
    assert refusals(ListBlock(), {"style": "dash", "items": ["<p>One</p>"]}) == {
        "style": ["Select a valid choice. dash is not one of the available choices."]
    }
