from __future__ import annotations

import pytest

from cms.blocks.red_flags import RedFlagsBlock
from cms.blocks.shared import SharedBlock
from cms.blocks.text import TextBlock

UNKNOWN = ["{town} is not a variable. You can use {clinic}, {city}, {phone}, {emergency_number}."]


def stored_text(**fields: str) -> dict[str, str]:
    return {"heading": "Heading", "body": "<p>Text</p>", "policy": "open", **fields}


def test_policy_sits_in_the_settings_drawer() -> None:
    layout = TextBlock().meta.form_layout
    assert (layout.children, layout.settings) == (["heading", "body"], ["policy"])


def test_policy_defaults_when_the_stored_value_has_none() -> None:
    assert TextBlock().to_python({"body": "<p>x</p>"})["policy"] == "open"
    assert RedFlagsBlock().to_python({"heading": "x", "levels": []})["policy"] == "locked"


def test_policy_outside_the_list_is_refused_at_the_field(refusals) -> None:
    assert refusals(TextBlock(), stored_text(policy="free")) == {
        "policy": ["Select a valid choice. free is not one of the available choices."]
    }


def test_heading_longer_than_150_is_refused_at_the_field(refusals) -> None:
    assert refusals(TextBlock(), stored_text(heading="x" * 150)) == {}
    assert list(refusals(TextBlock(), stored_text(heading="x" * 151))) == ["heading"]


def test_required_heading_is_refused_when_empty(refusals) -> None:
    assert refusals(SharedBlock(), {"heading": "", "policy": "open"}) == {
        "heading": ["This field is required."]
    }


def test_unknown_variable_is_refused_at_its_field(refusals) -> None:
    assert refusals(TextBlock(), stored_text(body="<p>Come to {town}.</p>")) == {"body": UNKNOWN}
    assert refusals(TextBlock(), stored_text(heading="In {town}")) == {"heading": UNKNOWN}


def test_unknown_variable_is_refused_deep_inside(refusals) -> None:
    level = {"level": "doctor", "signs": ["Fine", "In {town}"], "advice": ""}
    assert refusals(RedFlagsBlock(), {"heading": "Help", "levels": [level]}) == {"levels.0.signs.1": UNKNOWN}


def test_unknown_variable_is_refused_in_a_draft_too() -> None:
    block = TextBlock()
    with pytest.raises(Exception, match="Validation error in StructBlock"):
        block.clean_deferred(block.to_python(stored_text(body="<p>{town}</p>")))


def test_known_variables_are_kept_as_written() -> None:
    block = TextBlock()
    cleaned = block.clean(block.to_python(stored_text(body="<p>{clinic}</p>")))
    assert block.get_prep_value(cleaned) == stored_text(body="<p>{clinic}</p>")


def test_render_fills_variables_escaped(here) -> None:
    block = TextBlock()
    html = block.render(block.to_python(stored_text(heading="{clinic}", body="<p>{city}</p>")))
    assert "<h2>Nerve &amp; &quot;Needle&quot;</h2>" in html
    assert "<p>Aalborg</p>" in html


def test_render_leaves_variables_readable_without_a_clinic() -> None:
    block = TextBlock()
    assert "<h2>{clinic}</h2>" in block.render(block.to_python(stored_text(heading="{clinic}")))


def test_render_escapes_what_editors_wrote() -> None:
    block = TextBlock()
    html = block.render(block.to_python(stored_text(heading="<script>1</script>")))
    assert "<h2>&lt;script&gt;1&lt;/script&gt;</h2>" in html


def test_render_through_include_block_fills_variables(here) -> None:
    block = TextBlock()
    bound = block.bind(block.to_python(stored_text(heading="{city}")))
    assert "<h2>Aalborg</h2>" in bound.render_as_block({"page": None})


def test_vanished_field_survives_cleaning() -> None:
    block = TextBlock()
    cleaned = block.clean(block.to_python(stored_text(tone="calm")))
    assert block.get_prep_value(cleaned)["tone"] == "calm"
