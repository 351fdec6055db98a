"""Parts of a block, and two versions side by side."""

from __future__ import annotations

import pytest

from cms.editions.merging import Part, Span, SpanKind, compare, compare_words, likeness, parts
from cms.editions.resolving.values import SourceBlock

EQUAL, REMOVED, ADDED = SpanKind.EQUAL, SpanKind.REMOVED, SpanKind.ADDED


def item(key: str, value: object) -> dict[str, object]:
    return {"type": "item", "value": value, "id": key}


def block(**value: object) -> SourceBlock:
    return SourceBlock("a", "questions", value)


def spans(before: str, after: str) -> list[tuple[SpanKind, str]]:
    return [(one.kind, one.text) for one in compare_words(before, after)]


def test_parts_are_plain_and_name_their_field():
    body = '<p>One <b>bold</b> &amp; a <a href="/x">link</a>.</p><ul><li>Two</li></ul>'
    questions = [item("q1", {"question": "Does it hurt?", "answer": "<p>No.</p>"})]
    value = block(heading="Ask", body=body, policy="open", image=7, intro="", questions=questions)
    assert parts(value) == (
        Part(("heading",), "Ask", "heading", "Ask"),
        Part(("body",), "One bold & a link.\nTwo", "body", body),
        Part(("image",), "7", "image", 7),
        Part(("questions", "q1", "question"), "Does it hurt?", "question", "Does it hurt?"),
        Part(("questions", "q1", "answer"), "No.", "answer", "<p>No.</p>"),
    )


def test_parts_of_items_without_ids_have_their_index():
    assert parts(block(signs=["Pain", "Numbness"])) == (
        Part(("signs", 0), "Pain", "signs", "Pain"),
        Part(("signs", 1), "Numbness", "signs", "Numbness"),
    )


def test_words_show_what_went_and_what_came():
    assert spans("It takes four weeks.", "It takes six weeks.") == [
        (EQUAL, "It takes "),
        (REMOVED, "four"),
        (ADDED, "six"),
        (EQUAL, " weeks."),
    ]


def test_words_show_a_comma_alone():
    assert spans("If so see a doctor.", "If so, see a doctor.") == [
        (EQUAL, "If so"),
        (ADDED, ","),
        (EQUAL, " see a doctor."),
    ]


def test_words_keep_a_changed_phrase_together():
    assert spans("Call our old office.", "Call the new clinic.") == [
        (EQUAL, "Call "),
        (REMOVED, "our old office"),
        (ADDED, "the new clinic"),
        (EQUAL, "."),
    ]


def test_words_of_equal_and_of_no_texts():
    assert compare_words("Same.", "Same.") == (Span(EQUAL, "Same."),)
    assert compare_words("", "") == ()
    assert compare_words("", "New.") == (Span(ADDED, "New."),)


def test_comparison_follows_an_item_that_moved():
    before = block(signs=[item("a", "Pain in the leg"), item("b", "Numbness")])
    after = block(signs=[item("b", "Numbness"), item("a", "Pain in one leg")])
    found = [(row.path, row.is_changed) for row in compare(before, after)]
    assert found == [(("signs", "b"), False), (("signs", "a"), True)]


def test_comparison_shows_what_is_gone_where_it_stood():
    before = block(signs=["Pain", "Weakness", "Numbness"])
    after = block(signs=["Pain", "Numbness"])
    found = [(row.before and row.before.text, row.after and row.after.text) for row in compare(before, after)]
    assert found == [("Pain", "Pain"), ("Weakness", None), ("Numbness", "Numbness")]


def test_comparison_with_nothing():
    version = block(heading="Ask")
    assert [(row.before, row.is_changed) for row in compare(None, version)] == [(None, True)]
    assert [(row.after, row.is_changed) for row in compare(version, None)] == [(None, True)]
    assert compare(None, None) == ()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (block(heading="one two three four"), block(heading="one two three four"), 1.0),
        (block(heading="one two three four"), block(heading="one two five six"), 0.5),
        (block(heading="one two"), block(heading="three four"), 0.0),
        (block(heading="one two"), None, 0.0),
        (None, None, 1.0),
    ],
)
def test_likeness(before: SourceBlock | None, after: SourceBlock | None, expected: float):
    assert likeness(before, after) == expected
