from __future__ import annotations

from cms.blocks.mechanisms import MechanismsBlock, MechanismStatus


def test_mechanisms_render_in_words_how_sure_they_are() -> None:
    block = MechanismsBlock()
    items = [{"name": s, "status": s, "explanation": "<p>Why.</p>"} for s in MechanismStatus.values]
    html = block.render(block.to_python({"heading": "How", "items": items}))
    labels = ("Established", "Plausible, not settled", "Traditional explanation")
    assert [label in html for label in labels] == [True] * 3


def test_mechanism_without_a_status_is_refused_at_the_field(refusals) -> None:
    item = {"name": "Qi", "status": "", "explanation": "<p>Why.</p>"}
    assert refusals(MechanismsBlock(), {"heading": "How", "items": [item]}) == {
        "items.0.status": ["This field is required."]
    }


def test_mechanism_without_an_explanation_is_refused_at_the_field(refusals) -> None:
    item = {"name": "Qi", "status": "traditional", "explanation": ""}
    assert refusals(MechanismsBlock(), {"heading": "How", "items": [item]}) == {
        "items.0.explanation": ["This field is required."]
    }
