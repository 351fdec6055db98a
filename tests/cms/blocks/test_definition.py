from __future__ import annotations

from cms.blocks.definition import DefinitionBlock

STORED = {"heading": "What it is", "term": "Sciatica", "also_known_as": [], "body": "<p>Pain.</p>"}


def test_definition_renders_term_names_and_explanation() -> None:
    block = DefinitionBlock()
    html = block.render(block.to_python({**STORED, "also_known_as": ["ischias", "nerve pain"]}))
    assert "<dfn" in html
    assert [name in html for name in ("Sciatica", "ischias", "nerve pain", "<p>Pain.</p>")] == [True] * 4


def test_definition_without_other_names_is_accepted_and_shows_no_label(refusals) -> None:
    block = DefinitionBlock()
    assert refusals(block, STORED) == {}
    assert "Also known as" not in block.render(block.to_python(STORED))


def test_definition_without_a_term_is_refused_at_the_field(refusals) -> None:
    assert refusals(DefinitionBlock(), {**STORED, "term": ""}) == {"term": ["This field is required."]}


def test_definition_with_an_empty_other_name_is_refused_at_the_item(refusals) -> None:
    assert refusals(DefinitionBlock(), {**STORED, "also_known_as": [""]}) == {
        "also_known_as.0": ["This field is required."]
    }
