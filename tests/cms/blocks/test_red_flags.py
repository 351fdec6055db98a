from __future__ import annotations

import re

from cms.blocks.red_flags import RedFlagsBlock


def stored(*levels: str) -> dict[str, object]:
    return {
        "heading": "When to get help",
        "levels": [{"level": level, "signs": [f"Sign of {level}"], "advice": ""} for level in levels],
    }


def test_red_flags_render_the_most_urgent_level_first() -> None:
    block = RedFlagsBlock()
    html = block.render(block.to_python(stored("self_care", "emergency", "doctor")))
    assert re.findall(r"Sign of (\w+)", html) == ["emergency", "doctor", "self_care"]
    assert re.findall(r"red-flags__level--(\w+)", html) == ["emergency", "doctor", "self_care"]


def test_red_flags_keep_the_stored_order() -> None:
    block = RedFlagsBlock()
    cleaned = block.clean(block.to_python(stored("self_care", "emergency")))
    assert [card["level"] for card in cleaned["levels"]] == ["self_care", "emergency"]


def test_red_flags_call_the_emergency_number_of_the_clinic(here) -> None:
    block = RedFlagsBlock()
    html = block.render(block.to_python(stored("emergency")))
    assert 'href="tel:112"' in html
    assert "Call 112" in html
    assert "{emergency_number}" not in html


def test_red_flags_give_no_number_without_an_emergency(here) -> None:
    block = RedFlagsBlock()
    assert "tel:" not in block.render(block.to_python(stored("doctor", "self_care")))


def test_red_flags_with_a_level_twice_are_refused_at_the_second(refusals) -> None:
    assert refusals(RedFlagsBlock(), stored("doctor", "emergency", "doctor")) == {
        "levels.2.level": ["This level is there already. Put all its signs together."]
    }


def test_red_flags_without_levels_or_signs_are_refused_at_the_field(refusals) -> None:
    without_signs = {"heading": "Help", "levels": [{"level": "doctor", "signs": []}]}
    assert refusals(RedFlagsBlock(), stored()) == {"levels": ["The minimum number of items is 1"]}
    assert refusals(RedFlagsBlock(), without_signs) == {
        "levels.0.signs": ["The minimum number of items is 1"]
    }


def test_red_flags_with_an_unknown_level_are_refused_and_still_render(refusals) -> None:
    block = RedFlagsBlock()
    assert refusals(block, stored("soon")) == {
        "levels.0.level": ["Select a valid choice. soon is not one of the available choices."]
    }
    html = block.render(block.to_python(stored("soon", "emergency")))
    assert re.findall(r"Sign of (\w+)", html) == ["emergency", "soon"]


def test_red_flags_without_a_level_claim_nothing_about_urgency() -> None:
    block = RedFlagsBlock()
    html = block.render(block.to_python(stored("")))
    assert "Sign of" in html
    assert "<h3" not in html
