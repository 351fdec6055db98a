from __future__ import annotations

from cms.blocks.text import TextBlock


def test_text_renders_heading_and_body() -> None:
    block = TextBlock()
    html = block.render(block.to_python({"heading": "A heading", "body": "<h3>Inside</h3><p>Text</p>"}))
    assert "<h2>A heading</h2>" in html
    assert "<h3>Inside</h3><p>Text</p>" in html


def test_text_without_a_heading_renders_no_empty_heading() -> None:
    block = TextBlock()
    assert "<h2" not in block.render(block.to_python({"body": "<p>Text</p>"}))


def test_text_editor_offers_third_and_fourth_level_headings() -> None:
    assert TextBlock().child_blocks["body"].features == ["h3", "h4", "bold", "italic", "link", "ol", "ul"]


def test_text_without_a_body_is_refused_at_the_field(refusals) -> None:
    assert refusals(TextBlock(), {"body": ""}) == {"body": ["This field is required."]}
