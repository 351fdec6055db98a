from __future__ import annotations

from cms.blocks.risks import RiskFrequency, RisksBlock


def test_risks_render_their_frequency_in_words() -> None:
    block = RisksBlock()
    items = [{"name": f"Risk {f}", "frequency": f} for f in RiskFrequency.values]
    html = block.render(
        block.to_python({"heading": "Risks", "items": items, "tell_us_first": ["You bleed easily"]})
    )
    labels = ("Common<", "Uncommon<", "Rare<", "Very rare<", "You bleed easily")
    assert [label in html for label in labels] == [True] * len(labels)


def test_risks_may_go_without_what_to_tell_first(refusals) -> None:
    block = RisksBlock()
    stored = {"heading": "Risks", "items": [{"name": "Bruise", "frequency": "common"}], "tell_us_first": []}
    assert refusals(block, stored) == {}
    assert "Tell us first" not in block.render(block.to_python(stored))


def test_risk_without_a_frequency_is_refused_at_the_field(refusals) -> None:
    assert refusals(RisksBlock(), {"heading": "Risks", "items": [{"name": "Bruise", "frequency": ""}]}) == {
        "items.0.frequency": ["This field is required."]
    }


def test_risks_without_any_risk_are_refused_at_the_field(refusals) -> None:
    assert refusals(RisksBlock(), {"heading": "Risks", "items": []}) == {
        "items": ["The minimum number of items is 1"]
    }
