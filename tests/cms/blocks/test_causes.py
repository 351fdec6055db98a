from __future__ import annotations

from cms.blocks.causes import CauseKind, CausesBlock


def test_causes_render_their_kind_in_words() -> None:
    block = CausesBlock()
    items = [{"name": f"Item {kind}", "kind": kind} for kind in CauseKind.values]
    html = block.render(block.to_python({"heading": "Causes", "items": items}))
    assert [label in html for label in ("Cause<", "Risk factor<", "Trigger<")] == [True] * 3


def test_cause_with_an_unknown_kind_is_refused_at_the_field(refusals) -> None:
    items = [{"name": "Disc", "kind": "cause"}, {"name": "Fate", "kind": "fate"}]
    assert refusals(CausesBlock(), {"heading": "Causes", "items": items}) == {
        "items.1.kind": ["Select a valid choice. fate is not one of the available choices."]
    }


def test_causes_without_any_are_refused_at_the_field(refusals) -> None:
    assert refusals(CausesBlock(), {"heading": "Causes", "items": []}) == {
        "items": ["The minimum number of items is 1"]
    }
