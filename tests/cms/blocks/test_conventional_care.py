from __future__ import annotations

from cms.blocks.conventional_care import ConventionalCareBlock

STORED = {"heading": "Care", "body": "<p>Beside it.</p>", "items": []}


def test_conventional_care_renders_text_and_situations() -> None:
    block = ConventionalCareBlock()
    item = {"situation": "Blood thinners", "advice": "<p>Tell us.</p>"}
    html = block.render(block.to_python({**STORED, "items": [item]}))
    assert [word in html for word in ("<p>Beside it.</p>", "Blood thinners", "<p>Tell us.</p>")] == [True] * 3


def test_conventional_care_may_go_without_situations(refusals) -> None:
    block = ConventionalCareBlock()
    assert refusals(block, STORED) == {}
    assert "conventional-care__item" not in block.render(block.to_python(STORED))


def test_conventional_care_situation_without_advice_is_refused_at_the_field(refusals) -> None:
    stored = {**STORED, "items": [{"situation": "Pain relief", "advice": ""}]}
    assert refusals(ConventionalCareBlock(), stored) == {"items.0.advice": ["This field is required."]}


def test_conventional_care_without_text_is_refused_at_the_field(refusals) -> None:
    assert refusals(ConventionalCareBlock(), {**STORED, "body": ""}) == {"body": ["This field is required."]}
