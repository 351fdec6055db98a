from __future__ import annotations

from cms.blocks.steps import StepsBlock

STEP = {"title": "Call", "body": "<p>Call us.</p>"}


def test_steps_render_in_their_order() -> None:
    block = StepsBlock()
    html = block.render(block.to_python({"heading": "How", "steps": [STEP, {**STEP, "title": "Come"}]}))
    assert html.index("Call</h3>") < html.index("Come</h3>")
    assert html.count("<ol") == 1


def test_steps_without_any_step_are_refused_at_the_field(refusals) -> None:
    assert refusals(StepsBlock(), {"heading": "How", "steps": []}) == {
        "steps": ["The minimum number of items is 1"]
    }


def test_step_without_a_title_is_refused_at_the_field(refusals) -> None:
    assert refusals(StepsBlock(), {"heading": "How", "steps": [STEP, {**STEP, "title": ""}]}) == {
        "steps.1.title": ["This field is required."]
    }


def test_steps_of_a_draft_may_still_be_missing() -> None:
    block = StepsBlock()
    cleaned = block.clean_deferred(block.to_python({"heading": "", "steps": []}))
    assert list(cleaned["steps"]) == []
