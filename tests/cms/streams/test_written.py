"""What a script writes is taken as a form would take it, and refused in sentences."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail import blocks

from cms.streams.blocks import DurableStreamBlock, DurableStructBlock
from cms.streams.written import clean_written
from tests.cms.streams.conftest import STREAM

pytestmark = pytest.mark.django_db


class Told(DurableStructBlock):
    title = blocks.CharBlock(label="Heading")
    body = blocks.RichTextBlock(features=["bold", "link", "ul"], required=False)


class Deep(DurableStructBlock):
    items = blocks.ListBlock(Told(), label="Things")
    inner = DurableStreamBlock([("told", Told())], required=False)


class Everything(DurableStreamBlock):
    told = Told()
    deep = Deep(label="Deep one")


EVIL = "<script>alert(1)</script><p onclick=1>a <i>b</i> <b>c</b><br>d</p>"
TAME = "a b <b>c</b><br/>d</p>"


def told(title="T", **more):
    return {"title": title, **more}


def block(type, value, **more):
    return {"type": type, "value": value, **more}


def refused(stream, written, known=()):
    with pytest.raises(ValidationError) as caught:
        clean_written(stream, written, known)
    return caught.value.messages


@pytest.mark.parametrize(
    ("written", "dig"),
    [
        (block("told", told(body=EVIL)), lambda value: value),
        (block("deep", {"items": [told(body=EVIL)]}), lambda value: value["items"][0]["value"]),
        (
            block("deep", {"items": [{"type": "item", "value": told(body=EVIL)}]}),
            lambda value: value["items"][0]["value"],
        ),
        (
            block("deep", {"items": [told()], "inner": [block("told", told(body=EVIL))]}),
            lambda value: value["inner"][0]["value"],
        ),
    ],
)
def test_rich_text_keeps_only_what_the_editor_allows(written, dig):
    body = dig(clean_written(Everything(), [written])[0]["value"])["body"]
    assert (body.endswith(TAME), "script" in body, "onclick" in body) == (True, False, False)


def test_rich_text_that_the_editor_would_not_change_stays_as_it_is():
    written = "<p>One &amp; <b>two</b>.</p><p>Three.</p>"
    assert clean_written(Everything(), [block("told", told(body=written))])[0]["value"]["body"] == written


@pytest.mark.parametrize("body", ["", None, "<p></p>", "<script>x</script>", " "])
def test_rich_text_without_words_is_empty(body):
    required = blocks.RichTextBlock()
    with pytest.raises(ValidationError, match="required"):
        clean_written(required, body)


def test_rich_text_that_no_editor_reads_is_refused():
    assert refused(Everything(), [block("told", told(body="<li>no list</li>"))]) == [
        "Told › Body: This text is no well-formed HTML."
    ]


def test_unknown_type_is_refused_with_those_that_there_are():
    assert refused(Everything(), [block("evil", {})]) == [
        "evil: There is no block of the type “evil”. The types are: told, deep."
    ]


def test_unknown_fields_are_refused_wherever_they_are():
    names = "There is no field “x” here. The fields are: title, body."
    written = [
        block("told", told(x=1)),
        block("deep", {"items": [told(), told(x=1)], "inner": [block("told", told(x=1))]}),
    ]
    assert refused(Everything(), written) == [
        f"Told 1: {names}",
        f"Deep one 2 › Things › 2: {names}",
        f"Deep one 2 › Inner › Told: {names}",
    ]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (5, "This has to be a list of blocks."),
        ([5], "1: A block has to be an object with a “type” and a “value”."),
        (
            [{"type": "told"}],
            "Told: A block has to be an object with a “type” and a “value”.",
        ),
        (
            [block("told", told(), typo=1)],
            "Told: There is no field “typo” here. The fields are: type, value, id.",
        ),
        ([block("told", "text")], "Told: This has to be an object with these fields: title, body."),
        ([block("told", told(title={}))], "Told › Heading: This has to be a text."),
        ([block("told", told(title=""))], "Told › Heading: This field is required."),
        ([block("told", {})], "Told › Heading: This field is required."),
        ([block("deep", {"items": "text"})], "Deep one › Things: This has to be a list."),
    ],
)
def test_what_is_wrong_is_said_with_its_place(written, message):
    assert refused(Everything(), written) == [message]


@pytest.mark.parametrize("number", [99999, 10**30, "x", True, [1]])
def test_reference_to_nothing_is_refused(number):
    written = [block("case", {"title": "T", "photo": number})]
    assert refused(STREAM, written) == [f"Case › Photo: There is no image with the number {number}."]


def test_reference_to_something_is_kept(image):
    stored = clean_written(STREAM, [block("case", {"title": "T", "photo": image.pk})])
    assert stored[0]["value"]["photo"] == image.pk


def test_what_is_known_may_stay_as_it_is():
    deep = block(
        "deep", {"items": [told("L", gone=[1])], "inner": [block("vanished", {"a": 1}, id="v")], "old": 3}
    )
    known = [[deep, block("nested", 5), block("told", told(body="<p class=old>x</p>", more={"b": 1}))]]
    written = [deep, block("nested", 5), block("told", told("New", body="<p class=old>x</p>", more={"b": 1}))]
    stored = clean_written(Everything(), written, known)
    assert [one["type"] for one in stored] == ["deep", "nested", "told"]
    assert stored[1]["value"] == 5
    assert stored[2]["value"] == told("New", body="<p class=old>x</p>", more={"b": 1})
    assert (stored[0]["value"]["old"], stored[0]["value"]["items"][0]["value"]["gone"]) == (3, [1])
    assert stored[0]["value"]["inner"] == [block("vanished", {"a": 1}, id="v")]


def test_what_is_known_may_not_be_changed():
    known = [[block("nested", 5), block("told", told(more=1))]]
    assert len(refused(Everything(), [block("nested", 6), block("told", told(more=2))], known)) == 2


def test_old_shapes_are_understood():
    assert clean_written(STREAM, [block("clock", "9:30")])[0]["value"] == {"hour": 9, "minute": 30}
    assert refused(STREAM, [block("clock", "noon")]) == [
        "Clock: This is not what a block of this type looks like."
    ]
