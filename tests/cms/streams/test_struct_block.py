from __future__ import annotations

import copy
import json

import pytest
from wagtail import blocks
from wagtail.blocks import StructBlockValidationError

from cms.streams.blocks import DurableStreamBlock, DurableStructBlock
from tests.app.models import Clock

RAW = {"title": "T", "photo": 7, "links": [{"url": "https://example.org/é"}]}
VANISHED = {"photo": 7, "links": [{"url": "https://example.org/é"}]}


class Case(DurableStructBlock):
    title = blocks.CharBlock()
    note = blocks.CharBlock(required=False)


class Older(DurableStructBlock):
    """The fields that a form offered before `note` was there and while `photo` was."""

    title = blocks.CharBlock()
    photo = blocks.CharBlock(required=False)


class Strict(Case):
    def clean(self, value):
        cleaned = super().clean(value)
        cleaned["title"] = cleaned["title"].strip()
        return cleaned


def test_to_python_keeps_fields_that_vanished_beside_the_others():
    value = Case().to_python(RAW)
    assert dict(value) == {"title": "T", "note": None}
    assert value.vanished == VANISHED


def test_get_prep_value_writes_vanished_fields_back():
    block = Case()
    assert block.get_prep_value(block.to_python(RAW)) == {"title": "T", "note": None, **VANISHED}


def test_bulk_to_python_keeps_the_fields_of_each_value_apart():
    values = Case().bulk_to_python([{"title": "A", "x": 1}, {"title": "B"}, {"title": "C", "y": [2]}])
    assert [value.vanished for value in values] == [{"x": 1}, {}, {"y": [2]}]


def test_to_python_accepts_its_own_values():
    block = Case()
    value = block.to_python(RAW)
    assert block.to_python(value) is value


def test_normalize_keeps_fields_that_it_does_not_know():
    block = Case()
    assert block.get_prep_value(block.normalize({"title": "T", "x": 1})) == {"title": "T", "x": 1}


def test_clean_keeps_vanished_fields_also_in_a_subclass():
    block = Strict()
    assert block.get_prep_value(block.clean(block.to_python(RAW))) == {"title": "T", "note": "", **VANISHED}


def test_form_returns_vanished_fields_unchanged(posted):
    block = Case()
    data = posted("case", block.get_form_state(block.to_python({**RAW, "note": "n"})))
    value = block.clean(block.value_from_datadict(data, {}, "case"))
    assert json.dumps(block.get_prep_value(value)["links"]) == json.dumps(RAW["links"])
    assert block.get_prep_value(value) == {"title": "T", "note": "n", **VANISHED}


def test_form_returns_vanished_fields_of_structs_in_lists_and_streams(posted):
    block = DurableStreamBlock(
        [("cases", blocks.ListBlock(Case())), ("inner", DurableStreamBlock([("case", Case())]))]
    )
    full = {"title": "T", "note": "n", **VANISHED}
    raw = [
        {"type": "cases", "value": [{"type": "item", "value": full, "id": "i"}], "id": "a"},
        {"type": "inner", "value": [{"type": "case", "value": full, "id": "c"}], "id": "b"},
    ]
    data = posted("body", block.get_form_state(block.to_python(raw)))
    assert block.get_prep_value(block.clean(block.value_from_datadict(data, {}, "body"))) == raw


def test_form_refuses_altered_vanished_fields(posted):
    block = Case()
    data = posted("case", block.get_form_state(block.to_python(RAW)))
    data["case-kept-fields"] += "x"
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(block.value_from_datadict(data, {}, "case"))
    assert caught.value.non_block_errors.as_data()[0].code == "durable"


def test_form_that_was_refused_is_refused_when_it_is_sent_again(posted):
    block = Case()
    data = posted("case", block.get_form_state(block.to_python(RAW)))
    refused = block.value_from_datadict(data | {"case-kept-fields": "altered"}, {}, "case")
    again = block.value_from_datadict(posted("case", block.get_form_state(refused)), {}, "case")
    with pytest.raises(StructBlockValidationError):
        block.clean(again)


def test_form_opened_before_a_field_vanished_is_refused(posted):
    older = Older()
    data = posted("case", older.get_form_state(older.to_python({"title": "T", "photo": "p"})))
    block = Case()
    with pytest.raises(StructBlockValidationError):
        block.clean(block.value_from_datadict(data, {}, "case"))


def test_form_opened_before_a_field_was_added_gives_its_default(posted):
    class Newer(DurableStructBlock):
        title = blocks.CharBlock()
        tags = blocks.ListBlock(blocks.CharBlock(), default=["a"])

    class Plain(DurableStructBlock):
        title = blocks.CharBlock()

    data = posted("case", Plain().get_form_state(Plain().to_python({"title": "T"})))
    value = Newer().value_from_datadict(data, {}, "case")
    assert [value["title"], list(value["tags"])] == ["T", ["a"]]


def test_form_that_carries_no_signed_text_is_accepted():
    block = Case()
    value = block.clean(block.value_from_datadict({"case-title": "T", "case-note": ""}, {}, "case"))
    assert block.get_prep_value(value) == {"title": "T", "note": ""}


def test_form_state_is_the_same_each_time():
    block = Case()
    assert block.get_form_state(block.to_python(RAW)) == block.get_form_state(block.to_python(RAW))


@pytest.mark.parametrize("damaged", ["text", 3, [1, 2], False])
def test_value_that_is_no_object_is_kept_and_refused(damaged, posted):
    block = Case()
    value = block.to_python(damaged)
    assert dict(value) == {"title": None, "note": None}
    assert block.get_prep_value(value) == damaged
    returned = block.value_from_datadict(posted("case", block.get_form_state(value)), {}, "case")
    assert block.get_prep_value(returned) == damaged
    with pytest.raises(StructBlockValidationError):
        block.clean(returned)


@pytest.mark.parametrize("raw", ["9:30", {"time": "9:30"}, {"hour": 9, "minute": 30}], ids=str)
def test_upgrade_opens_every_shape_that_was_ever_stored(raw):
    before = copy.deepcopy(raw)
    block = Clock()
    assert dict(block.to_python(raw)) == {"hour": 9, "minute": 30}
    assert block.upgrade(block.upgrade(raw)) == block.upgrade(raw)
    assert raw == before


def test_upgrade_leaves_what_is_not_read_as_it_is_stored():
    block = DurableStreamBlock([("clock", Clock()), ("para", blocks.CharBlock())])
    raw = [{"type": "clock", "value": "9:30", "id": "a"}, {"type": "para", "value": "x", "id": "b"}]
    value = block.to_python(raw)
    assert value[1].value == "x"
    assert block.get_prep_value(value) == raw
    assert value[0].value["hour"] == 9
    assert block.get_prep_value(value)[0]["value"] == {"hour": 9, "minute": 30}


def test_value_keeps_vanished_fields_when_it_is_copied():
    value = Case().to_python(RAW)
    assert copy.copy(value).vanished == VANISHED
