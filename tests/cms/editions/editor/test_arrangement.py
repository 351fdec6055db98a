"""What is stored when a form that shows the whole page is saved."""

from __future__ import annotations

import pytest

from cms.blocks.policies import Policy
from cms.editions.editor.arrangement import combine, marks_of, refusals
from cms.editions.resolving import reasons
from cms.editions.resolving.values import Replace
from tests.cms.editions.plain_editor import Editor, write
from tests.cms.editions.writing import block, entries, entry, layer, library

ABCD = library("a", "b", "c", "d")
LOCKED = library("a", block("b", policy=Policy.LOCKED), "c", "d")


def test_combine_stores_nothing_for_an_untouched_page():
    editor = Editor(ABCD)
    assert (editor.save("a b c d"), editor.base_order) == ("", "")


@pytest.mark.parametrize(
    ("posted", "stored"),
    [
        ("a =b c -d", "=b -d"),
        ("+x a b c d", "+x"),
        ("a b +x c d", "b +x"),
        ("a -b +x c d", "-b +x"),
        ("a b +x +y c d", "b +x +y"),
        ("a b c d +x", "d +x"),
    ],
)
def test_combine_stores_decisions_and_what_added_blocks_stand_after(posted, stored):
    editor = Editor(ABCD)
    assert (editor.save(posted), editor.form, editor.base_order) == (stored, posted, "a b c d")


@pytest.mark.parametrize("posted", ["d a b c", "b a c d", "a c d b", "d c b a", "+x d =a -b c"])
def test_combine_stores_every_block_of_a_moved_page(posted):
    editor = Editor(ABCD)
    assert (editor.save(posted), editor.form, editor.base_order) == (posted, posted, "a b c d")


def test_combine_forgets_moves_that_were_taken_back():
    editor = Editor(ABCD)
    editor.save("d a b +x c")
    assert (editor.save("a b +x c d"), editor.base_order) == ("b +x", "a b c d")


def test_combine_keeps_moves_when_the_library_comes_to_the_same_order():
    editor = Editor(ABCD)
    editor.save("d a b c")
    editor.text = library("d", "a", "b", "c")
    editor.change("-b")
    editor.text = library("a", "b", "c", "d", "e")
    assert editor.form == "d e a -b c"


def test_combine_leaves_a_locked_block_behind_its_predecessor():
    editor = Editor(LOCKED)
    editor.save("c a b d")
    assert editor.form == "c a b d"
    editor.save("b c a d")
    assert editor.form == "c a b d"


def test_combine_takes_a_deleted_row_for_back_to_the_library():
    editor = Editor(ABCD)
    editor.save("=a -b +x c d")
    assert editor.save("c d") == ""


def test_combine_keeps_a_hidden_block_that_is_gone():
    editor = Editor(ABCD)
    editor.save("a -b c d")
    editor.text = library("a", "c", "d")
    assert editor.form == "a c d"
    assert editor.change("-d") == "-b -d"


def test_combine_keeps_a_version_of_a_block_that_is_gone():
    editor = Editor(ABCD)
    editor.save("a =b c d")
    editor.text = library("a", "c", "d")
    assert (editor.form, editor.change("-d")) == ("a =b c d", "a =b -d")


def test_combine_keeps_a_decision_that_a_policy_sets_aside():
    editor = Editor(ABCD)
    editor.save("a =b c d")
    editor.text = LOCKED
    assert editor.form == "a b c d"
    assert editor.change("-d") == "=b -d"


class TestFormThatIsOutOfDate:
    """The library or somebody else changed the page after the form was opened."""

    def test_new_block_of_the_library_stands_where_it_belongs(self):
        editor = Editor(ABCD)
        shown = marks_of(editor.rows)
        editor.text = library("a", "n", "b", "c", "d")
        editor.submit(entries("a =b c d"), shown)
        assert editor.form == "a n =b c d"

    def test_new_block_of_the_library_is_not_taken_for_a_move(self):
        editor = Editor(ABCD)
        shown = marks_of(editor.rows)
        editor.text = library("d", "c", "b", "a")
        assert (editor.submit(entries("a -b c d"), shown), editor.form) == ("-b", "d c -b a")

    def test_move_is_carried_out_in_the_order_of_today(self):
        editor = Editor(ABCD)
        shown = marks_of(editor.rows)
        editor.text = library("a", "n", "b", "c", "d")
        editor.submit(entries("d a b c"), shown)
        assert editor.form == "d a n b c"

    def test_version_of_a_block_that_was_deleted_meanwhile_is_kept(self):
        editor = Editor(ABCD)
        shown = marks_of(editor.rows)
        editor.text = library("a", "c", "d")
        editor.submit(entries("a =b c d"), shown)
        assert editor.form == "a =b c d"

    def test_rows_that_only_one_touched_are_combined(self):
        editor = Editor(ABCD)
        shown = marks_of(editor.rows)
        editor.save("a -b c d +y")
        editor.submit(entries("=a b +x c d"), shown)
        assert (editor.form, editor.conflicts, editor.kept) == ("=a -b +x c d +y", frozenset(), ("b", "y"))

    def test_row_that_both_changed_is_a_conflict(self):
        editor = Editor(ABCD)
        shown = marks_of(editor.rows)
        editor.save("a -b c d")
        editor.submit(entries("a =b -c d"), shown)
        assert (editor.form, editor.conflicts) == ("a -b -c d", {"b"})

    def test_row_that_both_changed_alike_is_none(self):
        editor = Editor(ABCD)
        shown = marks_of(editor.rows)
        editor.save("a -b c d")
        editor.submit(entries("a -b -c d"), shown)
        assert (editor.form, editor.conflicts) == ("a -b -c d", frozenset())

    def test_deleted_row_that_another_rewrote_stays(self):
        editor = Editor(ABCD)
        editor.save("a b +x c d")
        shown = marks_of(editor.rows)
        rewritten = entry("+x").__class__(block("x", "rewritten"))
        editor.submit([rewritten if row.id == "x" else row for row in editor.rows])
        editor.submit(entries("a b c d"), shown)
        assert editor.form == "a b +x c d"

    def test_moves_of_both_are_carried_out(self):
        editor = Editor(ABCD)
        shown = marks_of(editor.rows)
        editor.save("d a b c")
        editor.submit(entries("a c b d"), shown)
        assert editor.form == "d a c b"


class TestRefusals:
    @pytest.mark.parametrize("written", ["=b", "-b"])
    def test_decision_about_a_locked_block_is_refused_at_its_row(self, written):
        rows = [entry(one) for one in ("a", written, "c", "d")]
        editor = Editor(LOCKED)
        assert refusals(rows, None, editor.local, LOCKED) == {1: reasons.LOCKED}

    def test_earlier_decision_about_a_block_that_is_locked_by_now_may_stay(self):
        editor = Editor(ABCD)
        editor.save("a =b c d")
        shown, posted = marks_of(editor.rows), editor.rows
        assert refusals(posted, shown, editor.local, LOCKED) == {}

    def test_second_row_for_one_block_is_refused(self):
        assert refusals(entries("a -a b c d"), None, layer("", ABCD), ABCD) == {1: reasons.TWICE}

    def test_added_block_under_the_id_of_the_librarys_is_refused(self):
        shown = {"b": "follow", "c": "follow", "d": "follow"}
        assert refusals(entries("+a b c d"), shown, layer("", ABCD), ABCD) == {0: reasons.TAKEN}

    def test_version_that_waits_for_its_sign_off_may_be_saved(self):
        text = library("a", block("b", policy=Policy.REVIEW))
        assert refusals(entries("a =b"), None, layer("", text), text) == {}


def test_version_that_waits_for_its_sign_off_shows_in_the_editor():
    editor = Editor(library("a", block("b", policy=Policy.REVIEW)))
    editor.save("a =b")
    assert editor.form == "a =b"


def test_sign_off_alone_is_a_change():
    editor = Editor(library("a", block("b", policy=Policy.REVIEW)))
    editor.save("a =b")
    own = entry("=b")
    signed = Replace("b", own.block, own.block.digest)
    editor.submit([entry("a"), signed])
    assert editor.local.entries == (signed,)


def test_combine_without_a_note_of_what_was_shown_compares_with_the_present_page():
    stored = layer("=b", ABCD)
    result = combine(entries("a b -c d"), None, stored, ABCD)
    assert write(result.entries) == "-c"
