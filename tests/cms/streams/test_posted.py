"""What a durable stream makes of a post that is damaged on the way."""

from __future__ import annotations

import pytest
from wagtail import blocks

from cms.streams.blocks import DurableStreamBlock, DurableStructBlock
from cms.streams.posted import Incomplete, WholeStreamWidget, counts_every_row

POST = {
    "body-count": "1",
    "body-0-deleted": "",
    "body-0-type": "steps",
    "body-0-order": "0",
    "body-0-id": "a",
    "body-0-value-count": "3",
    "body-0-value-lines-count": "2",
    "body-0-value-lines-0-deleted": "",
    "body-0-value-lines-0-order": "0",
    "body-0-value-lines-0-value": "One.",
    "body-0-value-lines-1-deleted": "",
    "body-0-value-lines-1-order": "1",
    "body-0-value-lines-1-value": "Two.",
    "other-count": "0",
    "other-0-deleted": "",
}


class Steps(DurableStructBlock):
    count = blocks.CharBlock(required=False)
    lines = blocks.ListBlock(blocks.CharBlock())


def read(**changes: str | None):
    data = {key: value for key, value in (POST | changes).items() if value is not None}
    return WholeStreamWidget(DurableStreamBlock([("steps", Steps())])).value_from_datadict(data, {}, "body")


def test_whole_post_is_read():
    value = read()[0].value
    assert (value["count"], list(value["lines"])) == ("3", ["One.", "Two."])


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("body-count", None),
        ("body-count", "two"),
        ("body-count", "0"),
        ("body-0-value-lines-count", None),
        ("body-0-value-lines-count", "1"),
        ("body-0-value-lines-count", "-4"),
        ("body-0-value-lines-count", "3"),
        ("body-0-value-lines-0-order", "x"),
    ],
)
def test_damaged_post_is_incomplete(key, said, caplog):
    assert isinstance(read(**{key: said}), Incomplete)


@pytest.mark.parametrize("said", ["", "many", "-1", "99999999999999"])
def test_a_field_that_is_called_count_may_say_anything(said):
    assert read(**{"body-0-value-count": said})[0].value["count"] == said


def test_rows_of_another_stream_do_not_count():
    assert counts_every_row(POST, "body")
    assert not counts_every_row(POST, "other")
