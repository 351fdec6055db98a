from __future__ import annotations

from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from cms.streams.blocks import DurableStreamBlock, DurableStructBlock
from cms.streams.checks import check_blocks
from tests.app.models import StreamPage


class PlainStruct(blocks.StructBlock):
    line = blocks.CharBlock()


def found(block):
    return [error.id for error in check_blocks(block, None)]


def test_model_with_durable_blocks_has_no_errors():
    assert StreamPage.check() == []


def test_plain_stream_is_an_error_at_any_depth():
    class Columns(DurableStructBlock):
        left = blocks.ListBlock(blocks.StreamBlock([("para", blocks.CharBlock())]))

    assert found(DurableStreamBlock([("columns", Columns())])) == ["cms.streams.E001"]


def test_plain_struct_is_an_error():
    assert found(DurableStreamBlock([("plain", PlainStruct())])) == ["cms.streams.E002"]
    assert found(DurableStreamBlock([("bare", blocks.StructBlock([]))])) == ["cms.streams.E002"]


def test_struct_of_wagtail_is_no_error():
    assert found(DurableStreamBlock([("image", ImageBlock())])) == []


def test_name_of_the_sealed_row_is_reserved():
    assert found(DurableStreamBlock([("sealed", blocks.CharBlock())])) == ["cms.streams.E003"]


def test_field_reports_the_errors_of_its_blocks(monkeypatch):
    field = StreamPage._meta.get_field("body")
    plain = PlainStruct()
    plain.set_name("plain")
    monkeypatch.setitem(field.stream_block.child_blocks, "plain", plain)
    assert [error.id for error in field.check()] == ["cms.streams.E002"]
