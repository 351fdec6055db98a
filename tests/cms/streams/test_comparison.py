from __future__ import annotations

import pytest
from django.utils.html import strip_tags

from cms.streams.comparison import DurableStreamFieldComparison
from tests.app.models import StreamPage

# A page asks for its content type when it is made.
pytestmark = pytest.mark.django_db

FIELD = StreamPage._meta.get_field("body")
PARA = {"type": "para", "value": "Hello", "id": "a"}
GONE = {"type": "gone", "value": {"x": 1}, "id": "b"}


def compare(before, after):
    old, new = StreamPage(body=before), StreamPage(body=after)
    return DurableStreamFieldComparison(FIELD, old, new)


def words(html):
    return [line for line in strip_tags(html).splitlines() if line]


def test_comparison_names_unchanged_unknown_content():
    comparison = compare([GONE], [GONE])
    assert comparison.has_changed() is False
    assert words(comparison.htmldiff()) == ["Content of the type “gone”, which is not installed."]


def test_comparison_says_that_unknown_content_changed():
    comparison = compare([GONE], [{**GONE, "value": 2}])
    assert comparison.has_changed() is True
    assert words(comparison.htmldiff()) == [
        "Content of the type “gone”, which is not installed, has changed."
    ]


def test_comparison_shows_unknown_content_that_was_added_and_removed():
    other = {"type": "other", "value": "<b>", "id": "c"}
    html = compare([GONE], [other]).htmldiff()
    assert words(html) == [
        "Content of the type “other”, which is not installed.",
        "Content of the type “gone”, which is not installed.",
    ]
    assert [html.count('object addition"'), html.count('object deletion"')] == [1, 1]


def test_comparison_escapes_the_name_of_a_type():
    assert "<script>" not in compare([], [{"type": "<script>", "value": 1, "id": "c"}]).htmldiff()


def test_comparison_takes_a_changed_type_for_another_block():
    struct = {"type": "case", "value": {"title": "T", "note": "n", "photo": None}, "id": "a"}
    html = compare([PARA], [struct]).htmldiff()
    assert [html.count('object addition"'), html.count('object deletion"')] == [1, 1]


def test_comparison_of_known_blocks_marks_the_words_that_changed():
    html = compare([PARA], [{**PARA, "value": "Hello again"}]).htmldiff()
    assert html == ('<div class="comparison__child-object">Hello<span class="addition"> again</span></div>')


def test_comparison_says_that_vanished_fields_changed():
    before = {"type": "case", "value": {"title": "T", "note": "n", "photo": None, "x": 1}, "id": "a"}
    after = {**before, "value": {**before["value"], "x": 2}}
    comparison = compare([before], [after])
    assert comparison.has_changed() is True
    assert "Fields that are not available have changed: x." in comparison.htmldiff()
