"""What a clinic can answer, what each answer stores, and what is refused."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import PageLogEntry

from cms.editions.actions import decide
from cms.editions.models import Answer, Edition, Hold
from cms.editions.rollout.actions import hold
from cms.editions.updates.actions import accept, accept_release, answer_all, keep, rewrite, take_merge, undo
from cms.editions.updates.models import Choice
from cms.editions.updates.queries import answers_of, waiting
from cms.editions.updates.values import Ask, MovedOnError, Side
from cms.testing.network import block_id, publish, text_block
from tests.cms.editions.updates.conftest import fresh, marketer_of, move_on, shape, shown, the

B1, B2, B4 = block_id(1), block_id(2), block_id(4)


def stored_of(edition):
    edition = fresh(edition)
    return edition.local.get_prep_value(), edition.fields.get_prep_value(), edition.base


@pytest.fixture
def edition(decided):
    return decided.newyork_edition


@pytest.fixture
def marketer(decided):
    return marketer_of(decided.newyork)


def rows_of(edition):
    return [(row["type"], row["value"]["target"]) for row in fresh(edition).local.get_prep_value()]


def test_accepting_shows_the_librarys_version_and_nothing_waits(decided, edition, marketer):
    move_on(decided.english, b2="Second mended.")
    accept(edition, B2, user=marketer)
    html = shown(decided, decided.newyork)
    assert ("Second mended." in html, "Our second." in html, waiting(decided.newyork)) == (True, False, ())
    assert rows_of(edition) == [("replace", B1), ("hide", B4)]


def test_accepted_words_stay_in_the_history_and_in_the_answer(decided, edition, marketer):
    move_on(decided.english, b2="Second mended.")
    answer = accept(edition, B2, user=marketer, reason="Theirs is better.")
    assert answer.before["row"]["value"]["content"][0]["value"]["body"] == "<p>Our second.</p>"
    assert any("Our second." in str(revision.content) for revision in fresh(edition).revisions.all())


def test_answer_is_logged_with_who_what_and_why(decided, edition, marketer):
    move_on(decided.english, b2="Second mended.")
    answer = accept(edition, B2, user=marketer, reason="Theirs is better.")
    entry = PageLogEntry.objects.get(action="editions.update_accept")
    assert (entry.user, entry.page_id) == (marketer, edition.pk)
    assert entry.data == {"answer": answer.pk, "target": B2, "choice": "accept", "why": "Theirs is better."}
    assert [(one.user, one.choice, one.reason) for one in answers_of(decided.newyork)] == [
        (marketer, "accept", "Theirs is better.")
    ]


def test_accepting_a_field_follows_the_library_again(decided, edition):
    move_on(decided.english, summary="New summary.")
    accept(edition, "summary")
    assert fresh(edition).fields.get_prep_value() == []
    assert "New summary." in shown(decided, decided.newyork)


def test_accepting_for_a_hidden_block_shows_it_again(decided, edition):
    move_on(decided.english, b4="Fourth mended.")
    accept(edition, B4)
    assert "Fourth mended." in shown(decided, decided.newyork)


def test_edition_without_decisions_left_stores_nothing(decided, edition):
    move_on(decided.english, b1="One.", b2="Two.", b4="Four.", summary="Sum.")
    for item in waiting(decided.newyork):
        accept(edition, item.target)
    assert stored_of(edition) == ([], [], {})


def test_block_added_after_an_accepted_one_keeps_its_place(decided, edition):
    decide(fresh(edition), added=[(B2, text_block(50, "Our own block."))])
    move_on(decided.english, b2="Second mended.")
    accept(edition, B2)
    html = shown(decided, decided.newyork)
    places = [html.index(words) for words in ("Second mended.", "Our own block.", "Locked words.")]
    assert places == sorted(places)


def test_keeping_moves_the_base_and_nothing_waits(decided, edition):
    move_on(decided.english, b2="Second mended.")
    keep(edition, B2)
    assert (waiting(decided.newyork), "Our second." in shown(decided, decided.newyork)) == ((), True)
    assert fresh(edition).base["blocks"][B2]["value"]["body"] == "<p>Second mended.</p>"
    move_on(decided.english, b2="Second mended again.")
    assert shape(decided.newyork) == [(B2, ["stale"])]


def test_keeping_an_orphan_ends_the_question(decided, edition):
    move_on(decided.english, gone=(2,))
    keep(edition, B2)
    assert (waiting(decided.newyork), "Our second." in shown(decided, decided.newyork)) == ((), True)


def test_keeping_a_parked_version_needs_a_reason(decided, edition):
    move_on(decided.english, b2="Second corrected.", corrected=(B2,))
    before = stored_of(edition)
    with pytest.raises(ValidationError, match="Say why"):
        keep(edition, B2, reason="  ")
    assert stored_of(edition) == before
    keep(edition, B2, reason="Our doctor agreed to our words.")
    html = shown(decided, decided.newyork)
    assert ("Our second." in html, waiting(decided.newyork)) == (True, ())


def test_merging_with_a_parked_version_needs_a_reason(decided, edition):
    move_on(decided.english, b1="Not with a fever. First words.", corrected=(B1,))
    before = stored_of(edition)
    outcome = answer_all(Choice.MERGE, [Ask(edition.pk, B1)])
    assert [why for why in outcome.refused.values() if "Say why" in why] != []
    assert stored_of(edition) == before
    take_merge(edition, B1, reason="Both belong together.")
    assert "Not with a fever. First words. Our own first." in shown(decided, decided.newyork)


def test_rewriting_a_parked_version_in_the_same_words_needs_a_reason(decided, edition):
    move_on(decided.english, b2="Second corrected.", corrected=(B2,))
    before = stored_of(edition)
    with pytest.raises(ValidationError, match="Say why"):
        rewrite(edition, B2, the(decided.newyork, B2).local.value)
    assert stored_of(edition) == before
    rewrite(edition, B2, {"heading": "Ours", "policy": "open", "body": "<p>Mended by us.</p>"})
    assert "Mended by us." in shown(decided, decided.newyork)


def test_merging_stores_both_changes(decided, edition):
    move_on(decided.english, b1="First words, mended.")
    take_merge(edition, B1)
    html = shown(decided, decided.newyork)
    assert ("First words, mended. Our own first." in html, waiting(decided.newyork)) == (True, ())


def test_merging_with_an_open_conflict_is_refused(decided, edition):
    move_on(decided.english, b2="Second mended.")
    before = stored_of(edition)
    with pytest.raises(ValidationError, match="Choose whose words"):
        take_merge(edition, B2)
    assert stored_of(edition) == before


@pytest.mark.parametrize(("side", "words"), [(Side.LIBRARY, "Second mended."), (Side.LOCAL, "Our second.")])
def test_merging_takes_the_words_that_were_chosen(decided, edition, side, words):
    move_on(decided.english, b2="Second mended.")
    take_merge(edition, B2, picks={0: side})
    row = next(row for row in fresh(edition).local.get_prep_value() if row["value"]["target"] == B2)
    assert row["value"]["content"][0]["value"]["body"] == f"<p>{words}</p>"
    assert waiting(decided.newyork) == ()


def test_merging_a_field_takes_the_words_that_were_chosen(decided, edition):
    move_on(decided.english, summary="New summary.")
    take_merge(edition, "summary", picks={0: Side.LIBRARY})
    assert [row["value"] for row in fresh(edition).fields.get_prep_value()] == ["New summary."]


def test_rewriting_stores_a_new_version(decided, edition):
    move_on(decided.english, b2="Second mended.")
    rewrite(edition, B2, {"heading": "Ours", "body": "<p>A third way.</p>"})
    html = shown(decided, decided.newyork)
    assert ("A third way." in html, waiting(decided.newyork)) == (True, ())


def test_rewriting_a_hidden_block_replaces_it(decided, edition):
    move_on(decided.english, b4="Fourth mended.")
    rewrite(edition, B4, {"heading": "Ours", "body": "<p>Our fourth.</p>"})
    assert "Our fourth." in shown(decided, decided.newyork)


@pytest.mark.parametrize("value", ["no block", None, {"heading": "H", "body": "<p>{nobody}</p>"}])
def test_rewriting_refuses_what_the_block_refuses(decided, edition, value):
    move_on(decided.english, b2="Second mended.")
    before = stored_of(edition)
    with pytest.raises(ValidationError):
        rewrite(edition, B2, value)
    assert stored_of(edition) == before


def test_merged_version_under_review_waits_for_a_new_sign_off(decided, edition):
    version = fresh(edition)
    rows = version.local.get_prep_value()
    for row in rows:
        if row["value"]["target"] == B1:
            from cms.editions.sources import source_block

            said = source_block(row["value"]["content"][0]).digest
            row["value"] |= {"is_signed_off": True, "signed_off": said}
    publish(version, local=rows)
    body = decided.english.body.get_prep_value()
    body[0]["value"] |= {"policy": "review", "body": "<p>First words, mended.</p>"}
    decided.english.refresh_from_db()
    publish(decided.english, body=body)
    assert the(decided.newyork, B1).needs_sign_off
    take_merge(edition, B1)
    row = next(row for row in fresh(edition).local.get_prep_value() if row["value"]["target"] == B1)
    assert (row["value"]["is_signed_off"], row["value"]["signed_off"]) == (False, "")
    assert "Our own first." not in shown(decided, decided.newyork)


ANSWERS = [
    (B1, accept, {}),
    (B2, accept, {}),
    (B4, accept, {}),
    ("summary", accept, {}),
    (B1, keep, {}),
    (B1, take_merge, {}),
    ("summary", take_merge, {"picks": {0: Side.LIBRARY}}),
]


@pytest.mark.parametrize(("target", "action", "options"), ANSWERS)
def test_undoing_restores_row_and_base_exactly(decided, edition, marketer, target, action, options):
    move_on(decided.english, b1="First words, mended.", b2="Two.", b4="Four.", summary="Sum.")
    before, asked = stored_of(edition), shape(decided.newyork)
    answer = action(edition, target, user=marketer, **options)
    assert stored_of(edition) != before
    undo(answer, user=marketer)
    assert (stored_of(edition), shape(decided.newyork)) == (before, asked)
    answer.refresh_from_db()
    assert (answer.undone_by, answer.undone_at is not None) == (marketer, True)


def test_undoing_the_last_accept_restores_the_order_too(decided, edition):
    move_on(decided.english, b1="One.", b2="Two.", b4="Four.", summary="Sum.")
    before = stored_of(edition)
    answers = [accept(edition, item.target) for item in waiting(decided.newyork)]
    for answer in reversed(answers):
        undo(answer)
    assert stored_of(edition) == before


def test_undoing_twice_is_refused(decided, edition):
    move_on(decided.english, b2="Two.")
    answer = accept(edition, B2)
    undo(answer)
    with pytest.raises(ValidationError, match="taken back already"):
        undo(answer)


def test_undoing_is_refused_after_another_change_of_the_same_part(decided, edition):
    move_on(decided.english, b2="Two.")
    answer = keep(edition, B2)
    move_on(decided.english, b2="Three.")
    accept(edition, B2)
    before = stored_of(edition)
    with pytest.raises(ValidationError, match="changed again since"):
        undo(answer)
    assert stored_of(edition) == before


def test_undoing_leaves_other_answers_alone(decided, edition):
    move_on(decided.english, b1="One.", b2="Two.")
    first, _ = accept(edition, B1), accept(edition, B2)
    undo(first)
    assert rows_of(edition) == [("replace", B1), ("hide", B4)]


def test_accepting_a_release_moves_the_hold_and_undo_moves_it_back(decided, edition, marketer):
    held = hold(fresh(edition)).release
    newest = move_on(decided.english, b3="Locked, mended.")
    answer = accept_release(edition, user=marketer)
    assert Hold.objects.get(edition=edition).release == newest
    undo(answer, user=marketer)
    assert Hold.objects.get(edition=edition).release == held


def test_answer_to_what_has_moved_on_is_refused_with_the_fresh_item(decided, edition):
    move_on(decided.english, b2="Two.")
    seen = the(decided.newyork, B2).stamp
    move_on(decided.english, b2="Three.")
    before = stored_of(edition)
    with pytest.raises(MovedOnError, match="changed since you opened it") as caught:
        accept(edition, B2, shown=seen)
    assert caught.value.item.library.value["body"] == "<p>Three.</p>"
    assert (stored_of(edition), Answer.everywhere.count()) == (before, 0)


def test_answer_to_what_a_colleague_answered_is_refused(decided, edition):
    move_on(decided.english, b2="Two.")
    seen = the(decided.newyork, B2).stamp
    keep(edition, B2)
    with pytest.raises(MovedOnError, match="decided already"):
        accept(edition, B2, shown=seen)


def test_draft_with_other_edits_keeps_them(decided, edition):
    draft = fresh(edition).get_latest_revision_as_object()
    publish_rows = [
        *draft.local.get_prep_value(),
        {"type": "hide", "value": {"target": block_id(9)}, "id": "x"},
    ]
    draft.local = draft._meta.get_field("local").stream_block.to_python(publish_rows)
    draft.save_revision()
    move_on(decided.english, b2="Two.")
    accept(edition, B2)
    after = fresh(edition).get_latest_revision_as_object()
    assert [row["value"]["target"] for row in after.local.get_prep_value()] == [B1, B4, block_id(9)]
    assert rows_of(edition) == [("replace", B1), ("hide", B4)]


def test_draft_that_rewrote_the_same_block_keeps_its_words(decided, edition):
    draft = fresh(edition).get_latest_revision_as_object()
    rows = draft.local.get_prep_value()
    next(row for row in rows if row["value"]["target"] == B2)["value"]["content"][0]["value"]["body"] = (
        "<p>New.</p>"
    )
    draft.local = draft._meta.get_field("local").stream_block.to_python(rows)
    draft.save_revision()
    move_on(decided.english, b2="Two.")
    accept(edition, B2)
    after = fresh(edition).get_latest_revision_as_object()
    assert [row["value"]["target"] for row in after.local.get_prep_value()] == [B1, B2, B4]


def test_bulk_answers_what_it_can_and_says_what_it_could_not(decided, edition, marketer):
    move_on(decided.english, b1="First words, mended.", b2="Two.")
    asks = [Ask(edition.pk, one.target, one.stamp) for one in waiting(decided.newyork)]
    outcome = answer_all(Choice.MERGE, asks, user=marketer)
    assert [answer.target for answer in outcome.done] == [B1]
    assert [(ask.target, "Choose whose words" in why) for ask, why in outcome.refused.items()] == [(B2, True)]
    assert shape(decided.newyork) == [(B2, ["stale"])]


def test_bulk_says_of_a_page_that_is_gone_that_it_is(decided, edition):
    outcome = answer_all(Choice.ACCEPT, [Ask(987654, B1)])
    assert (outcome.done, list(outcome.refused.values())) == (
        (),
        ["This page does not exist any more, so nothing was changed."],
    )


@pytest.mark.parametrize("action", [accept, keep, take_merge])
def test_other_clinics_staff_may_not_answer(decided, edition, action):
    move_on(decided.english, b1="First words, mended.")
    before = stored_of(edition)
    with pytest.raises(PermissionDenied):
        action(edition, B1, user=marketer_of(decided.aalborg))
    assert stored_of(edition) == before


def test_other_clinics_staff_may_not_undo(decided, edition):
    move_on(decided.english, b2="Two.")
    answer = accept(edition, B2)
    with pytest.raises(PermissionDenied):
        undo(answer, user=marketer_of(decided.aalborg))


def test_page_locked_by_somebody_else_is_left_alone(decided, edition, marketer):
    move_on(decided.english, b2="Two.")
    Edition.objects.filter(pk=edition.pk).update(locked=True, locked_by=marketer_of(decided.aalborg))
    with pytest.raises(ValidationError, match="locked by somebody else"):
        accept(edition, B2, user=marketer)


def test_library_block_deleted_while_the_clinic_decides_loses_nothing(decided, edition):
    move_on(decided.english, b2="Two.")
    seen = the(decided.newyork, B2).stamp
    move_on(decided.english, gone=(2,))
    with pytest.raises(MovedOnError) as caught:
        take_merge(edition, B2, picks={0: Side.LOCAL}, shown=seen)
    assert (caught.value.item.library, caught.value.item.local.value["body"]) == (None, "<p>Our second.</p>")
    assert "Our second." in shown(decided, decided.newyork)
