from __future__ import annotations

import copy
import json
import pickle

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.models import Page

from cms.streams.blocks import DurableStreamBlock
from cms.streams.fields import DurableStreamField
from tests.app.models import StreamPage


def types(stream):
    return [child.block_type for child in stream]


def read_all(page):
    """Convert every block, as rendering does."""
    return [str(child.value) for child in page.body]


def test_page_keeps_unknown_blocks_at_an_unrelated_save(make_page, raw, uninstall, stored):
    page = make_page(raw)
    uninstall("case")
    page = StreamPage.objects.get()
    assert types(page.body) == ["para", "case", "columns", "cases"]
    read_all(page)
    page.title = "Changed"
    page.save()
    assert stored(page) == raw


def test_page_renders_without_unknown_blocks(make_page, raw, uninstall):
    make_page(raw[:2])
    uninstall("case")
    assert str(StreamPage.objects.get().body) == '<div class="w-block-para block-para">Hello</div>'


def test_revision_and_publishing_keep_unknown_blocks(make_page, raw, uninstall, stored):
    page = make_page(raw)
    uninstall("case", "cases")
    draft = StreamPage.objects.get().get_latest_revision_as_object()
    read_all(draft)
    revision = draft.save_revision()
    assert json.loads(revision.content["body"]) == raw
    revision.publish()
    assert stored(page) == raw


def test_revision_keeps_fields_that_vanished(make_page, raw, forget, stored):
    page = make_page(raw)
    forget("note")
    draft = StreamPage.objects.get().get_latest_revision_as_object()
    read_all(draft)
    revision = draft.save_revision()
    assert json.loads(revision.content["body"]) == raw
    revision.publish()
    assert stored(page) == raw


def test_page_keeps_fields_that_vanished_at_an_unrelated_save(make_page, raw, forget, stored):
    page = make_page(raw)
    forget("note")
    page = StreamPage.objects.get()
    read_all(page)
    page.save()
    assert stored(page) == raw


def test_pickle_and_deepcopy_keep_unknown_blocks(make_page, raw, uninstall, stored):
    page = make_page(raw)
    uninstall("case")
    for copied in (
        pickle.loads(pickle.dumps(StreamPage.objects.get())),
        copy.deepcopy(StreamPage.objects.get()),
    ):
        read_all(copied)
        copied.save()
        assert stored(page) == raw


def test_dump_and_load_keep_unknown_blocks_and_vanished_fields(make_page, raw, uninstall, forget):
    make_page(raw)
    forget("note")
    uninstall("case")
    dumped = serializers.serialize("json", StreamPage.objects.all())
    loaded = next(iter(serializers.deserialize("json", dumped))).object
    read_all(loaded)
    assert loaded.body.stream_block.get_prep_value(loaded.body) == raw


def test_copy_of_a_page_keeps_unknown_blocks(make_page, raw, uninstall, stored):
    make_page(raw)
    uninstall("case")
    copied = StreamPage.objects.get().copy(update_attrs={"slug": "copy", "title": "Copy"})
    assert stored(copied) == raw


def test_blocks_that_come_back_are_shown_again(make_page, raw, uninstall, monkeypatch):
    make_page(raw)
    uninstall("case")
    StreamPage.objects.get().save_revision().publish()
    monkeypatch.undo()
    page = StreamPage.objects.get()
    assert [page.body[1].value["title"], page.body[2].value["left"][0].value["note"]] == ["T", "x"]


def test_append_keeps_unknown_blocks(make_page, raw, uninstall, stored):
    page = make_page(raw)
    uninstall("case")
    page = StreamPage.objects.get()
    page.body.append(("para", "New"))
    page.save()
    rows = stored(page)
    assert rows[:-1] == raw
    assert [rows[-1]["type"], rows[-1]["value"]] == ["para", "New"]


@pytest.mark.parametrize("damaged", ["no JSON", {"a": 1}, [1], [{"type": "para"}], 0], ids=str)
def test_damaged_content_is_refused_at_the_field_and_kept(make_page, raw, stored, overwrite, damaged):
    page = make_page(raw)
    overwrite(page, damaged)
    page = StreamPage.objects.get()
    assert len(page.body) == 0
    with pytest.raises(ValidationError) as caught:
        page.save()
    assert {field: errors[0].code for field, errors in caught.value.error_dict.items()} == {
        "body": "unreadable"
    }
    page.save(clean=False)
    assert stored(page) == damaged


@pytest.mark.parametrize("assigned", ["no JSON", '{"a": 1}', {"a": 1}], ids=str)
def test_assigning_anything_but_a_list_of_blocks_is_refused_at_the_field(make_page, raw, stored, assigned):
    page = make_page(raw)
    page.body = assigned
    with pytest.raises(ValidationError) as caught:
        page.save()
    assert list(caught.value.error_dict) == ["body"]
    assert stored(page) == raw


def test_stored_null_is_an_empty_stream():
    assert len(StreamPage._meta.get_field("body").to_python(None)) == 0


def test_field_accepts_a_list_an_instance_and_a_class():
    class Body(DurableStreamBlock):
        para = blocks.CharBlock()

    children = [("para", blocks.CharBlock())]
    fields = [
        DurableStreamField(children),
        DurableStreamField(DurableStreamBlock(children)),
        DurableStreamField(Body),
    ]
    assert [list(field.stream_block.child_blocks) for field in fields] == [["para"], ["para"], ["para"]]


def test_field_constructs_a_class_at_first_use():
    built = []

    class Body(DurableStreamBlock):
        def __init__(self, local_blocks=None, **kwargs):
            built.append(True)
            super().__init__([("para", blocks.CharBlock())], **kwargs)

    field = DurableStreamField(Body, max_num=3)
    assert built == []
    assert [field.stream_block.meta.max_num, field.stream_block.meta.required, built] == [3, True, [True]]


def test_field_refuses_a_plain_stream_block():
    with pytest.raises(TypeError, match="StreamBlock must derive from DurableStreamBlock"):
        _ = DurableStreamField(blocks.StreamBlock([])).stream_block


def test_loading_a_page_costs_no_query_for_its_stream(make_page, raw, django_assert_num_queries):
    make_page(raw)
    with django_assert_num_queries(1):
        read_all(StreamPage.objects.get())


@pytest.mark.parametrize("count", [1, 3])
def test_choosers_are_read_together(make_page, image, django_assert_num_queries, count):
    rows = [{"type": "picture", "value": image.pk, "id": str(number)} for number in range(count)]
    make_page([*rows, {"type": "gone", "value": 1, "id": "g"}])
    page = StreamPage.objects.get()
    with django_assert_num_queries(1):
        read_all(page)


def test_page_in_the_tree_is_specific(make_page, raw, uninstall):
    make_page(raw)
    uninstall("case")
    assert types(Page.objects.get(slug="page").specific.body) == ["para", "case", "columns", "cases"]
