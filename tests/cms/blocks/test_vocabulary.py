from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from wagtail import blocks
from wagtail.admin.telepath import JSContext

from cms.blocks.shared import SharedBlock
from cms.blocks.vocabulary import BodyBlock
from cms.testing.network import make_library_page, make_root

NAMES = [
    *(
        "text",
        "list",
        "steps",
        "figure",
        "definition",
        "symptoms",
        "causes",
        "red_flags",
        "evidence",
        "risks",
    ),
    *("conventional_care", "mechanisms", "points", "course", "session", "questions", "call_to_action"),
    *("related", "practitioners"),
]
LOCKED = {"red_flags", "evidence", "risks"}
FIELDS = {
    "text": ["heading", "body"],
    "list": ["heading", "intro", "style", "items"],
    "steps": ["heading", "intro", "steps"],
    "figure": ["heading", "image", "alt", "decorative", "caption", "credit", "licence"],
    "definition": ["heading", "term", "also_known_as", "body"],
    "symptoms": ["heading", "intro", "items"],
    "causes": ["heading", "intro", "items"],
    "red_flags": ["heading", "intro", "levels"],
    "evidence": ["heading", "summary", "citations"],
    "risks": ["heading", "intro", "items", "tell_us_first"],
    "conventional_care": ["heading", "body", "items"],
    "mechanisms": ["heading", "intro", "items"],
    "points": ["heading", "intro", "points"],
    "course": ["heading", "intro", "phases", "note"],
    "session": ["heading", "intro", "duration", "stages", "aftercare"],
    "questions": ["heading", "questions"],
    "call_to_action": ["heading", "body", "intent", "label"],
    "related": ["heading", "pages"],
    "practitioners": ["heading", "intro"],
}
each_block = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def body() -> BodyBlock:
    return BodyBlock()


@pytest.fixture
def stored(request: pytest.FixtureRequest, body: BodyBlock, name: str) -> dict[str, Any]:
    """The preview value of a block, with what must be chosen from the database where it needs that."""
    chosen: dict[str, Any] = {}
    if name == "figure":
        chosen = {"image": request.getfixturevalue("picture").pk}
    if name == "related":
        request.getfixturevalue("db")
        make_root()
        chosen = {"pages": [make_library_page([]).pk]}
    return {**body.child_blocks[name].meta.preview_value, **chosen}


def test_vocabulary_holds_nineteen_blocks_in_a_fixed_order_before_those_of_plugins(body: BodyBlock) -> None:
    assert list(BodyBlock.base_blocks) == NAMES
    assert list(body.child_blocks)[: len(NAMES)] == NAMES


@each_block
def test_block_class_is_named_after_its_stored_name(body: BodyBlock, name: str) -> None:
    block = body.child_blocks[name]
    assert type(block).__name__ == "".join(part.capitalize() for part in name.split("_")) + "Block"
    assert type(block).__module__ == f"cms.blocks.{name}"
    assert isinstance(block, SharedBlock)


@each_block
def test_block_stores_its_fields_under_permanent_names(body: BodyBlock, name: str) -> None:
    assert list(body.child_blocks[name].child_blocks) == [*FIELDS[name], "policy"]


@each_block
def test_block_has_the_policy_that_its_content_needs(body: BodyBlock, name: str) -> None:
    assert body.child_blocks[name].get_default()["policy"] == ("locked" if name in LOCKED else "open")


@each_block
def test_preview_value_cleans(body: BodyBlock, name: str, stored: dict[str, Any]) -> None:
    block = body.child_blocks[name]
    cleaned = block.clean(block.to_python(stored))
    assert set(block.get_prep_value(cleaned)) == {*FIELDS[name], "policy"}


@each_block
def test_cleaned_value_is_stored_as_json_and_read_back_the_same(
    body: BodyBlock, name: str, stored: dict[str, Any]
) -> None:
    block = body.child_blocks[name]
    written = json.loads(json.dumps(block.get_prep_value(block.clean(block.to_python(stored)))))
    assert block.get_prep_value(block.to_python(written)) == written


@each_block
def test_preview_renders_in_the_editors_picker(body: BodyBlock, name: str, db: None) -> None:
    block = body.child_blocks[name]
    value = block.get_preview_value()
    context = block.get_preview_context(
        value, {"request": HttpRequest(), "block_def": block, "bound_block": block.bind(value)}
    )
    html = render_to_string(block.get_preview_template(value, context), context)
    assert block.is_previewable
    assert f"block--{name}" in html
    assert conditional_escape(value["heading"]) in html


@each_block
def test_block_renders_with_all_optional_fields_empty(body: BodyBlock, name: str, db: None) -> None:
    block = body.child_blocks[name]
    html = block.render(block.to_python({}), {"page": None})
    assert "None" not in html


def test_blocks_stand_in_the_menu_by_group(body: BodyBlock) -> None:
    groups = {
        str(group): [block.name for block in found if block.name in NAMES]
        for group, found in body.grouped_child_blocks()
    }
    assert {group: names for group, names in groups.items() if names} == {
        "Writing": ["text", "list", "steps", "figure"],
        "About the condition": ["definition", "symptoms", "causes"],
        "Safety and evidence": ["red_flags", "evidence", "risks", "conventional_care"],
        "About the treatment": ["mechanisms", "points", "course", "session"],
        "Next steps": ["questions", "call_to_action", "related", "practitioners"],
    }


def test_stream_keeps_a_block_that_is_not_in_the_vocabulary(body: BodyBlock) -> None:
    stored = [{"type": "horoscope", "value": {"sign": "leo"}, "id": "a"}]
    assert body.get_prep_value(body.to_python(stored)) == stored


def test_stream_refuses_a_posted_block_that_is_not_in_the_vocabulary(body: BodyBlock) -> None:
    form = {
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "horoscope",
        "body-0-id": "a",
        "body-0-value": "leo",
    }
    with pytest.raises(blocks.StreamBlockValidationError) as refusal:
        body.clean(body.value_from_datadict(form, {}, "body"))
    assert list(refusal.value.block_errors) == [0]


def test_stream_refuses_faults_at_their_fields(body: BodyBlock, refusals) -> None:
    stored = [
        {"type": "text", "value": {"body": "<p>In {town}</p>"}, "id": "a"},
        {"type": "steps", "value": {"heading": "How", "steps": []}, "id": "b"},
        {
            "type": "points",
            "value": {"heading": "Points", "points": [{"code": "BL68", "name": "x", "location": "y"}]},
            "id": "c",
        },
    ]
    assert list(refusals(body, stored)) == ["0.body", "1.steps", "2.points.0.code"]


@each_block
def test_editor_form_state_can_be_made(body: BodyBlock, name: str) -> None:
    block = body.child_blocks[name]
    state = block.get_form_state(block.get_default())
    assert {*FIELDS[name], "policy"} <= set(state)


def test_editor_definition_can_be_packed(body: BodyBlock) -> None:
    packed = json.dumps(JSContext().pack(body), default=str)
    assert [name for name in NAMES if f'"{name}"' not in packed] == []


@each_block
def test_block_passes_the_system_checks(body: BodyBlock, name: str) -> None:
    assert body.child_blocks[name].check() == []
