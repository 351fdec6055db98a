from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks import StreamBlockValidationError, StreamValue
from wagtail.blocks.base import Block

from cms.streams.blocks import DurableStreamBlock, DurableStructBlock, SealedBlock
from cms.streams.values import Refused, Sealed

GONE = {"type": "gone", "value": {"photo": 7, "list": [1, None, "é"]}, "id": "a"}
PARA = {"type": "para", "value": "Hello", "id": "b"}


class Columns(DurableStructBlock):
    left = DurableStreamBlock([("para", blocks.CharBlock())], required=False)


class CountingBlock(blocks.CharBlock):
    """Counts how often values are converted, and how many at a time."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.batches = []

    def bulk_to_python(self, values):
        self.batches.append(len(values))
        return super().bulk_to_python(values)


def stream(**kwargs):
    return DurableStreamBlock([("para", blocks.CharBlock()), ("columns", Columns())], **kwargs)


def types(value):
    return [child.block_type for child in value]


def test_to_python_seals_an_unknown_type_and_keeps_type_id_and_place():
    value = stream().to_python([GONE, PARA])
    assert [(child.block_type, child.id, child.value) for child in value] == [
        ("gone", "a", Sealed("gone", GONE["value"])),
        ("para", "b", "Hello"),
    ]


def test_to_python_accepts_text_and_tuples_and_nothing():
    block = stream()
    assert types(block.to_python(json.dumps([GONE, PARA]))) == ["gone", "para"]
    assert types(block.to_python([("para", "Hello"), ("gone", 3)])) == ["para", "gone"]
    assert [len(block.to_python(empty)) for empty in (None, "", [])] == [0, 0, 0]


def test_get_prep_value_gives_back_what_was_stored_untouched_and_touched():
    block = stream()
    untouched = block.to_python([GONE, PARA])
    touched = block.to_python([GONE, PARA])
    assert types(touched) == ["gone", "para"]
    assert json.dumps(block.get_prep_value(untouched)) == json.dumps([GONE, PARA])
    assert json.dumps(block.get_prep_value(touched)) == json.dumps([GONE, PARA])


def test_get_prep_value_keeps_others_when_a_block_is_appended():
    block = stream()
    value = block.to_python([GONE])
    value.append(("para", "New"))
    rows = block.get_prep_value(value)
    assert rows == [GONE, {"type": "para", "value": "New", "id": rows[1]["id"]}]
    assert len(rows[1]["id"]) == 36


def test_get_prep_value_keeps_an_unknown_block_in_a_nested_stream():
    block = stream()
    raw = [{"type": "columns", "value": {"left": [GONE, PARA]}, "id": "c"}]
    value = block.to_python(raw)
    assert types(value[0].value["left"]) == ["gone", "para"]
    assert block.get_prep_value(value) == raw


def test_block_named_sealed_in_stored_data_is_kept():
    block = stream()
    raw = [{"type": "sealed", "value": {"type": "para", "value": "x"}, "id": "a"}]
    value = block.to_python(raw)
    assert types(value) == ["sealed"]
    assert block.get_prep_value(value) == raw


def test_bulk_to_python_converts_a_type_in_all_streams_at_once():
    counting = CountingBlock()
    block = DurableStreamBlock([("para", counting)])
    values = block.bulk_to_python([[PARA, GONE], [], [PARA, PARA], {"not": "a list"}])
    assert [types(value) for value in values] == [["para", "gone"], [], ["para", "para"], []]
    assert [block.get_prep_value(value) for value in values] == [
        [PARA, GONE],
        [],
        [PARA, PARA],
        {"not": "a list"},
    ]
    assert counting.batches == [3]


def test_to_python_converts_only_what_is_read_and_only_once():
    counting = CountingBlock()
    block = DurableStreamBlock([("para", counting)])
    value = block.to_python([PARA, GONE, PARA])
    assert counting.batches == []
    assert value[1].value == Sealed("gone", GONE["value"])
    assert counting.batches == []
    assert [value[0].value, value[2].value, value[0].value] == ["Hello", "Hello", "Hello"]
    assert counting.batches == [2]


@pytest.mark.parametrize(
    "damaged",
    [
        "no JSON",
        '{"a": 1}',
        {"a": 1},
        {},
        3,
        0,
        False,
        [1],
        ["para"],
        [{"type": "para"}],
        [{"value": 1}],
        [[]],
    ],
    ids=str,
)
def test_damaged_stream_is_empty_refused_and_kept(damaged):
    block = stream()
    value = block.to_python(damaged)
    assert len(value) == 0
    with pytest.raises(StreamBlockValidationError) as caught:
        block.clean(value)
    assert caught.value.non_block_errors.as_data()[0].code == "unreadable"
    expected = json.loads(damaged) if isinstance(damaged, str) and damaged[0] == "{" else damaged
    assert block.get_prep_value(value) == expected


def test_damaged_stream_survives_the_form_and_is_refused(posted):
    block = stream()
    value = block.to_python({"a": 1})
    state = block.get_form_state(value)
    assert [row["type"] for row in state] == ["sealed"]
    returned = block.value_from_datadict(posted("body", state), {}, "body")
    assert block.get_prep_value(returned) == {"a": 1}
    with pytest.raises(StreamBlockValidationError):
        block.clean(returned)


def test_damaged_stream_can_be_removed_and_written_anew(posted):
    block = stream()
    data = posted(
        "body", [*block.get_form_state(block.to_python({"a": 1})), {"type": "para", "value": "x", "id": "n"}]
    )
    data["body-0-deleted"] = "1"
    cleaned = block.clean(block.value_from_datadict(data, {}, "body"))
    assert block.get_prep_value(cleaned) == [{"type": "para", "value": "x", "id": "n"}]


def test_form_returns_sealed_content_unchanged(posted):
    block = stream()
    raw = [GONE, {"type": "columns", "value": {"left": [GONE]}, "id": "c"}]
    state = block.get_form_state(block.to_python(raw))
    assert [row["type"] for row in state] == ["sealed", "columns"]
    cleaned = block.clean(block.value_from_datadict(posted("body", state), {}, "body"))
    assert json.dumps(block.get_prep_value(cleaned)) == json.dumps(raw)


def test_form_moves_and_deletes_sealed_content(posted):
    block = stream()
    other = {**GONE, "id": "z"}
    data = posted("body", block.get_form_state(block.to_python([GONE, PARA, other])))
    data |= {"body-0-order": "5", "body-2-deleted": "1"}
    assert block.get_prep_value(block.value_from_datadict(data, {}, "body")) == [PARA, GONE]


def test_form_opens_sealed_content_whose_type_came_back(posted):
    before = DurableStreamBlock([])
    data = posted("body", before.get_form_state(before.to_python([PARA])))
    value = stream().value_from_datadict(data, {}, "body")
    assert [(child.block_type, child.value, child.id) for child in value] == [("para", "Hello", "b")]


def test_form_refuses_altered_content_at_its_row(posted):
    block = stream()
    data = posted("body", block.get_form_state(block.to_python([PARA, GONE])))
    data["body-1-value"] = "altered" + data["body-1-value"]
    value = block.value_from_datadict(data, {}, "body")
    with pytest.raises(StreamBlockValidationError) as caught:
        block.clean(value)
    assert {row: error.code for row, error in caught.value.block_errors.items()} == {1: "sealed"}


def test_form_refuses_content_signed_for_another_purpose(posted):
    block = stream()
    state = block.get_form_state(block.to_python([{"type": "columns", "value": {"left": []}, "id": "c"}]))
    data = posted("body", [{"type": "sealed", "value": {"type": "x", "payload": ""}, "id": "a"}])
    data["body-0-value"] = state[0]["value"]["kept-fields"]
    with pytest.raises(StreamBlockValidationError):
        block.clean(block.value_from_datadict(data, {}, "body"))


def test_form_refuses_a_posted_type_that_is_not_installed(posted):
    block = stream()
    data = posted(
        "body", [{"type": "para", "value": "x", "id": "b"}, {"type": "case", "value": "y", "id": "c"}]
    )
    value = block.value_from_datadict(data, {}, "body")
    assert isinstance(value[1].value, Refused)
    with pytest.raises(StreamBlockValidationError) as caught:
        block.clean(value)
    assert list(caught.value.block_errors) == [1]


def test_form_shows_a_refused_row_again_and_refuses_it_again(posted):
    block = stream()
    value = block.value_from_datadict(posted("body", [{"type": "case", "value": "y", "id": "c"}]), {}, "body")
    again = block.value_from_datadict(posted("body", block.get_form_state(value)), {}, "body")
    with pytest.raises(StreamBlockValidationError) as caught:
        block.clean(again)
    assert list(caught.value.block_errors) == [0]


def test_refused_types_are_not_remembered(posted):
    block = stream()
    known = len(Block.definition_registry)
    for number in range(50):
        row = {"type": f"invented_{number}", "value": "y", "id": "c"}
        block.value_from_datadict(posted("body", [row]), {}, "body")
    assert list(block.child_blocks) == ["para", "columns"]
    assert len(Block.definition_registry) == known


def test_id_stays_when_text_changes_and_blocks_move(posted):
    block = stream()
    data = posted(
        "body", [{"type": "para", "value": "one", "id": "1"}, {"type": "para", "value": "two", "id": "2"}]
    )
    data |= {"body-0-value": "changed", "body-0-order": "1", "body-1-order": "0"}
    rows = block.get_prep_value(block.clean(block.value_from_datadict(data, {}, "body")))
    assert rows == [
        {"type": "para", "value": "two", "id": "2"},
        {"type": "para", "value": "changed", "id": "1"},
    ]


def test_id_stays_when_the_type_of_a_row_changes(posted):
    block = DurableStreamBlock([("para", blocks.CharBlock()), ("title", blocks.CharBlock())])
    value = block.value_from_datadict(
        posted("body", [{"type": "title", "value": "x", "id": "1"}]), {}, "body"
    )
    assert block.get_prep_value(value) == [{"type": "title", "value": "x", "id": "1"}]


def test_id_posted_twice_is_renewed_in_the_copy(posted):
    block = stream()
    data = posted(
        "body", [{"type": "para", "value": "one", "id": "1"}, {"type": "para", "value": "copy", "id": "1"}]
    )
    first, second = (child.id for child in block.value_from_datadict(data, {}, "body"))
    assert first == "1"
    assert len(second) == 36


def test_id_is_given_to_a_new_row(posted):
    block = stream()
    value = block.value_from_datadict(
        posted("body", [{"type": "para", "value": "x", "id": None}]), {}, "body"
    )
    assert len(block.get_prep_value(value)[0]["id"]) == 36


@pytest.mark.parametrize("rule", [{"min_num": 1}, {"max_num": 0}])
def test_clean_applies_no_limit_to_a_type_that_is_not_installed(rule):
    block = stream(block_counts={"gone": rule})
    assert types(block.clean(block.to_python([GONE, PARA]))) == ["gone", "para"]
    assert block.meta.block_counts == {"gone": rule}


def test_clean_applies_the_limits_of_installed_types():
    block = stream(block_counts={"gone": {"min_num": 1}, "para": {"max_num": 1}})
    with pytest.raises(StreamBlockValidationError) as caught:
        block.clean(block.to_python([PARA, PARA]))
    assert caught.value.non_block_errors == ["Para: The maximum number of items is 1"]


def test_clean_counts_sealed_blocks_among_all():
    block = stream(min_num=2, max_num=2)
    assert types(block.clean(block.to_python([GONE, PARA]))) == ["gone", "para"]
    with pytest.raises(StreamBlockValidationError):
        block.clean(block.to_python([GONE, GONE, PARA]))


def test_clean_for_a_draft_keeps_sealed_content():
    block = stream()
    assert block.get_prep_value(block.clean_deferred(block.to_python([GONE, PARA]))) == [GONE, PARA]


def test_render_shows_nothing_of_sealed_content():
    block = stream()
    value = block.to_python([GONE, PARA])
    assert block.render(value) == '<div class="w-block-para block-para">Hello</div>'
    assert value[0].render() == ""
    assert f"{value[0].value}{value[0].value.__html__()}" == ""


def test_search_and_api_pass_over_sealed_content():
    block = stream()
    value = block.to_python([GONE, PARA])
    assert block.get_searchable_content(value) == ["Hello"]
    assert block.get_api_representation(value) == [PARA]


def test_translation_tools_pass_over_sealed_content():
    sealed = SealedBlock.of("gone")
    value = Sealed("gone", 1)
    assert sealed.get_translatable_segments(value) == []
    assert sealed.restore_translated_segments(value, ["x"]) is value


def test_child_blocks_lists_only_what_is_installed():
    block = stream()
    assert isinstance(block.child_blocks["gone"], SealedBlock)
    assert block.child_blocks["gone"].name == "gone"
    assert list(block.child_blocks) == ["para", "columns"]
    assert isinstance(block.child_blocks.copy()["gone"], SealedBlock)


def test_value_of_another_type_is_not_equal():
    block = stream()
    assert block.to_python([GONE]) == block.to_python([GONE])
    assert block.to_python([GONE]) != block.to_python([{**GONE, "value": 1}])


def test_to_python_returns_a_stream_as_it_is():
    block = stream()
    value = StreamValue(block, [])
    assert block.to_python(value) is value


def test_clean_of_sealed_content_returns_it():
    assert SealedBlock.of("gone").clean(Sealed("gone", 1)) == Sealed("gone", 1)
    with pytest.raises(ValidationError):
        SealedBlock.of("gone").clean(Refused("gone", "No."))
