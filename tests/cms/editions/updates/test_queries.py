"""What waits for a clinic's decision, and what does not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.editions.actions import decide
from cms.editions.models import Edition
from cms.editions.rollout.actions import hold
from cms.editions.updates.queries import counts, waiting
from cms.editions.updates.values import Reason
from cms.testing.network import block_id, make_edition, make_library_page, text_block
from tests.cms.editions.updates.conftest import fresh, move_on, shape, stored, the

B1, B2, B4 = block_id(1), block_id(2), block_id(4)


def test_nothing_waits_while_the_library_stands_still(decided):
    assert waiting(decided.newyork) == ()
    assert counts(decided.newyork).by_reason == {}
    assert counts(decided.newyork).compared == 1


def test_change_of_a_block_that_nobody_touched_asks_nothing(decided):
    move_on(decided.english, b3="Other words.")
    assert shape(decided.newyork) == []


def test_change_of_a_replaced_block_a_hidden_one_and_a_field_waits(decided):
    move_on(decided.english, b1="First words, mended.", b4="Fourth mended.", summary="New summary.")
    assert shape(decided.newyork) == [("summary", ["stale"]), (B1, ["stale"]), (B4, ["stale"])]


def test_item_holds_all_three_versions_and_the_merge(decided):
    move_on(decided.english, b1="First words, mended.")
    item = the(decided.newyork, B1)
    bodies = [block.value["body"] for block in (item.base, item.library, item.local)]
    assert bodies == [
        "<p>First words.</p>",
        "<p>First words, mended.</p>",
        "<p>First words. Our own first.</p>",
    ]
    assert item.merges_cleanly
    assert item.merged.value["body"] == "<p>First words, mended. Our own first.</p>"


def test_hidden_block_has_nothing_to_merge(decided):
    move_on(decided.english, b4="Fourth mended.")
    item = the(decided.newyork, B4)
    assert (item.is_hidden, item.local, item.merged) == (True, None, None)


def test_block_that_the_library_removed_waits_as_orphaned(decided):
    move_on(decided.english, gone=(2,))
    item = the(decided.newyork, B2)
    assert (item.reasons, item.library, item.merged) == ({Reason.ORPHANED}, None, None)


def test_corrected_block_waits_as_parked(decided):
    move_on(decided.english, b2="Second corrected.", corrected=(B2,))
    item = the(decided.newyork, B2)
    assert (item.reason, item.is_parked, item.correction > 0) == (Reason.PARKED, True, True)
    assert item.local.value["body"] == "<p>Our second.</p>"


def test_decision_without_a_base_waits_as_unknown(decided):
    edition = fresh(decided.newyork_edition)
    edition.base = {**edition.base, "blocks": {}}
    edition.save()
    assert shape(decided.newyork) == [(B1, ["unknown"]), (B2, ["unknown"]), (B4, ["unknown"])]


def test_newer_release_waits_for_a_held_edition(decided):
    hold(fresh(decided.newyork_edition))
    newest = move_on(decided.english, b1="First words, mended.")
    (item,) = waiting(decided.newyork)
    assert (item.reason, item.target, item.release) == (Reason.RELEASE, "", newest)


def test_draft_and_unpublished_editions_ask_nothing(decided):
    fresh(decided.newyork_edition).unpublish()
    move_on(decided.english, b1="First words, mended.")
    assert waiting(decided.newyork) == ()


def test_other_clinics_are_left_out(decided):
    move_on(decided.english, b1="First words, mended.")
    assert shape(decided.newyork) == [(B1, ["stale"])]
    assert shape(decided.aalborg) == []


def test_languages_limit_what_is_listed(decided):
    decide(decided.danish_edition, replaced=[stored(1, "Vores ord.")])
    move_on(decided.danish, b1="Andre ord her.")
    assert [one.language for one in waiting(decided.aalborg)] == ["da"]
    assert waiting(decided.aalborg, ["en"]) == ()


def test_stamp_changes_with_whatever_was_shown(decided):
    move_on(decided.english, b1="First words, mended.")
    before = the(decided.newyork, B1).stamp
    assert the(decided.newyork, B1).stamp == before
    move_on(decided.english, b1="First words, mended again.")
    assert the(decided.newyork, B1).stamp != before


def test_counts_say_how_much_waits_by_reason(decided):
    move_on(decided.english, b1="First words, mended.", gone=(2,))
    found = counts(decided.newyork)
    assert (found.by_reason, found.total) == ({Reason.STALE: 1, Reason.ORPHANED: 1}, 2)


@pytest.fixture
def ask_often(decided):
    def measure(number):
        while Edition.objects.count() < 3 + number - 1:
            name = f"page{Edition.objects.count()}"
            page = make_library_page([text_block(1, "One."), text_block(2, "Two.")], title=name, slug=name)
            edition = make_edition(decided.newyork, page)
            decide(edition, replaced=[stored(1, "Ours.")])
            hold(fresh(edition))
            move_on(page, b1="One mended.", corrected=(B1,))
        with CaptureQueriesContext(connection) as queries:
            found = waiting(decided.newyork)
        return len(found), len(queries)

    return measure


def test_number_of_queries_does_not_grow_with_editions(ask_often):
    two, four = ask_often(2), ask_often(4)
    assert (two[0], four[0]) == (2, 6)
    assert two[1] == four[1]
