from __future__ import annotations

from cms.blocks.course import CourseBlock

PHASE = {"name": "Start", "length": "four weeks", "frequency": "weekly", "aim": "<p>To try.</p>"}


def test_course_renders_its_phases_and_note() -> None:
    block = CourseBlock()
    html = block.render(
        block.to_python({"heading": "Course", "phases": [PHASE], "note": "<p>Yours may differ.</p>"})
    )
    words = ("Start", "four weeks", "weekly", "<p>To try.</p>", "<p>Yours may differ.</p>")
    assert [word in html for word in words] == [True] * len(words)


def test_course_phase_without_a_length_is_refused_at_the_field(refusals) -> None:
    assert refusals(CourseBlock(), {"heading": "Course", "phases": [PHASE, {**PHASE, "length": ""}]}) == {
        "phases.1.length": ["This field is required."]
    }


def test_course_without_phases_is_refused_at_the_field(refusals) -> None:
    assert refusals(CourseBlock(), {"heading": "Course", "phases": []}) == {
        "phases": ["The minimum number of items is 1"]
    }
