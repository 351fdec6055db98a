"""Merging whole blocks: what is unknown, gone, of another type, or damaged."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.editions.merging import UNKNOWN, Conflict, Merged, Tally, merge, merge_value
from cms.editions.resolving.values import SourceBlock

law = settings(settings.get_profile("laws"))

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(0, 3)
    | st.sampled_from(
        ["", "a", "<p>a</p>", "<p>a", "<p>A b. C d.</p>", "</p>", "<b>x</b>", "1 < 2. And 3 > 2.", "\n"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "value", "id", "policy", "image", "alt"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


def text(body: str, type: str = "text", policy: str = "open") -> SourceBlock:
    return SourceBlock("a", type, {"body": body, "policy": policy})


def test_unknown_base_is_a_conflict_about_the_whole_block():
    library, local = text("<p>One.</p>", policy="review"), text("<p>Two.</p>")
    conflict = Conflict((), None, library.value, local.value)
    assert merge(None, library, local) == Merged(
        {"body": "<p>Two.</p>", "policy": "review"}, (conflict,), Tally(), "text"
    )


def test_unknown_base_is_no_matter_if_both_say_the_same():
    merged = merge(None, text("<p>One.</p>"), text("<p>One.</p>"))
    assert merged == Merged({"body": "<p>One.</p>", "policy": "open"}, (), Tally(agreed=1), "text")


def test_gone_block_keeps_the_clinics_words_and_is_to_be_decided():
    base, local = text("<p>One.</p>"), text("<p>Our one.</p>")
    assert merge(base, None, local) == Merged(
        local.value, (Conflict((), base.value, None, local.value),), Tally(), "text"
    )
    assert merge(None, None, local).conflicts == (Conflict((), None, None, local.value),)


def test_other_type_by_the_library_alone_is_taken():
    base, library = text("<p>One.</p>"), SourceBlock("a", "list", {"items": ["<p>One.</p>"]})
    assert merge(base, library, base) == Merged(library.value, (), Tally(taken=1), "list")


def test_other_type_by_the_clinic_alone_is_kept():
    base, local = text("<p>One.</p>"), SourceBlock("a", "list", {"items": ["<p>One.</p>"]})
    merged = merge(base, base, local)
    assert (merged.type, merged.is_clean, merged.tally) == ("list", True, Tally(kept=1))
    assert merged.value == {"items": ["<p>One.</p>"], "policy": "open"}


def test_other_type_and_another_edit_is_a_conflict_about_the_whole_block():
    base, library = text("<p>One.</p>"), SourceBlock("a", "list", {"items": ["<p>One.</p>"]})
    local = text("<p>Our one.</p>")
    merged = merge(base, library, local)
    assert (merged.type, merged.conflicts) == (
        "text",
        (Conflict((), base.value, library.value, local.value),),
    )
    assert merged.value == {"body": "<p>Our one.</p>"}


def test_unknown_base_of_a_field():
    assert merge_value(UNKNOWN, "One", "Two") == Merged("Two", (Conflict((), None, "One", "Two"),))
    assert merge_value(UNKNOWN, "One", " One ").is_clean
    assert merge_value(None, "One", "") == Merged("One", (), Tally(taken=1))


@pytest.mark.parametrize(
    "damaged", ["<p>One.", "<p><b>One.</p></b>", "<p>One.</p>loose words", "<ul>One.</ul>"]
)
def test_damaged_markup_is_kept_whole(damaged: str):
    base, library = damaged, f"{damaged}<p>Two.</p>"
    merged = merge_value(base, library, f"{damaged}<p>Three words more.</p>")
    assert merged.value.startswith(damaged)
    assert merge_value(base, library, base).value == library


def test_both_edit_rich_and_plain_text_is_a_conflict():
    assert merge_value("One.", "<p>One.</p>", "One two.").conflicts == (
        Conflict((), "One.", "<p>One.</p>", "One two."),
    )


def test_keys_of_the_editor_stand_once_after_a_split():
    base = '<p data-block-key="k1">One here. Two there.</p>'
    library = '<p data-block-key="k1">One here.</p><p data-block-key="k1">Two there.</p>'
    local = '<p data-block-key="k1">One here. Two over there.</p>'
    assert merge_value(base, library, local).value == (
        '<p data-block-key="k1">One here.</p><p>Two over there.</p>'
    )


@law
@given(VALUES, VALUES, VALUES)
def test_any_stored_values_merge_without_an_error(base: object, library: object, local: object):
    merged = merge_value(base, library, local)
    again = merge_value(base, library, merged.value)
    assert merge_value(again.value, again.value, merged.value).value == merged.value
    assert merge_value(base, base, local).value == local
    assert merge_value(base, library, base).is_clean
    merge(SourceBlock("a", "t", base), SourceBlock("a", "t", library), SourceBlock("a", "t", local))
