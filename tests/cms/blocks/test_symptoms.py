from __future__ import annotations

from cms.blocks.symptoms import SymptomsBlock


def test_symptoms_render_in_their_order() -> None:
    block = SymptomsBlock()
    items = [{"name": "Pain", "detail": "<p>Sharp.</p>"}, {"name": "Numbness"}]
    html = block.render(block.to_python({"heading": "Symptoms", "items": items}))
    assert html.index("Pain") < html.index("<p>Sharp.</p>") < html.index("Numbness")


def test_symptoms_without_any_are_refused_at_the_field(refusals) -> None:
    assert refusals(SymptomsBlock(), {"heading": "Symptoms", "items": []}) == {
        "items": ["The minimum number of items is 1"]
    }


def test_symptom_without_a_name_is_refused_at_the_field(refusals) -> None:
    assert refusals(SymptomsBlock(), {"heading": "Symptoms", "items": [{"name": "", "detail": ""}]}) == {
        "items.0.name": ["This field is required."]
    }
