from __future__ import annotations

from cms.blocks.session import SessionBlock

STORED = {"heading": "A session", "stages": [{"name": "Talk", "detail": "<p>We ask.</p>"}], "aftercare": []}


def test_session_renders_duration_stages_and_aftercare() -> None:
    block = SessionBlock()
    html = block.render(block.to_python({**STORED, "duration": "45 minutes", "aftercare": ["Drink water"]}))
    assert [word in html for word in ("45 minutes", "Talk", "<p>We ask.</p>", "Drink water")] == [True] * 4


def test_session_may_go_without_duration_and_aftercare(refusals) -> None:
    block = SessionBlock()
    assert refusals(block, STORED) == {}
    assert "Afterwards" not in block.render(block.to_python(STORED))


def test_session_without_stages_is_refused_at_the_field(refusals) -> None:
    assert refusals(SessionBlock(), {**STORED, "stages": []}) == {
        "stages": ["The minimum number of items is 1"]
    }


def test_session_stage_without_detail_is_refused_at_the_field(refusals) -> None:
    assert refusals(SessionBlock(), {**STORED, "stages": [{"name": "Talk", "detail": ""}]}) == {
        "stages.0.detail": ["This field is required."]
    }
