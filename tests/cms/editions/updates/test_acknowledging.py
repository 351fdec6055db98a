"""The decision about the last parked version acknowledges a correction, and undoing it takes that back."""

from __future__ import annotations

import pytest
from wagtail.models import PageLogEntry

from cms.clinics.models import ClinicLogEntry
from cms.editions.models import Acknowledgement, Edition
from cms.editions.oversight.actions import acknowledge
from cms.editions.updates.actions import accept, keep, undo
from cms.library.models import Correction
from cms.testing.network import block_id
from tests.cms.editions.updates.conftest import marketer_of, move_on, shape

B1, B2 = block_id(1), block_id(2)
TAKEN_BACK = "editions.take_back_acknowledgement"


@pytest.fixture
def edition(decided) -> Edition:
    return decided.newyork_edition


def given() -> list[int]:
    return list(Acknowledgement.everywhere.order_by("correction").values_list("correction", flat=True))


def test_undoing_takes_back_the_acknowledgement_that_the_answer_made(decided, edition):
    correction = move_on(decided.english, b2="Two.", corrected=(B2,)).correction
    marketer = marketer_of(decided.newyork)
    answer = accept(edition, B2, user=marketer, reason="Right.")
    assert given() == [correction.pk]
    undo(answer, user=marketer, reason="Too fast.")
    assert given() == []
    assert shape(decided.newyork) == [(B2, ["parked"])]
    for entries in (PageLogEntry, ClinicLogEntry):
        entry = entries.objects.get(action=TAKEN_BACK)
        assert (entry.user, entry.data["why"], entry.data["correction"]) == (
            marketer,
            "Too fast.",
            correction.pk,
        )


def test_deciding_again_acknowledges_again(decided, edition):
    correction = move_on(decided.english, b2="Two.", corrected=(B2,)).correction
    undo(accept(edition, B2))
    keep(edition, B2, reason="It holds here.")
    assert given() == [correction.pk]


def test_undoing_leaves_an_acknowledgement_that_was_there_before(decided, edition):
    first = move_on(decided.english, b2="Two.", corrected=(B2,)).correction
    accept(edition, B2)
    second = move_on(decided.english, b1="One.", corrected=(B1,)).correction
    answer = accept(edition, B1)
    assert given() == [first.pk, second.pk]
    undo(answer)
    assert given() == [first.pk]


def test_of_two_answers_the_last_one_made_the_acknowledgement(decided, edition):
    correction = move_on(decided.english, b1="One.", b2="Two.", corrected=(B1, B2)).correction
    first = accept(edition, B1)
    assert given() == []
    last = accept(edition, B2)
    assert given() == [correction.pk]
    undo(last)
    assert given() == []
    undo(first)
    assert PageLogEntry.objects.filter(action=TAKEN_BACK).count() == 1


def test_an_acknowledgement_that_somebody_gave_later_stands(decided, edition):
    correction = move_on(decided.english, b2="Two.", corrected=(B2,)).correction
    answer = accept(edition, B2)
    Acknowledgement.everywhere.all().delete()
    acknowledge(correction, decided.newyork, None)
    undo(answer)
    assert given() == [correction.pk]
    assert not PageLogEntry.objects.filter(action=TAKEN_BACK).exists()


def test_answer_from_before_acknowledgements_were_kept_is_undone_without_one(decided, edition):
    correction = move_on(decided.english, b2="Two.", corrected=(B2,)).correction
    answer = accept(edition, B2)
    del answer.after["acknowledged"]
    answer.save()
    undo(answer)
    assert given() == [correction.pk]


def test_deciding_is_not_refused_over_a_correction_that_asks_other_clinics(decided, edition):
    """An older correction of the Danish translation names the same block, and New York shows no Danish."""
    move_on(decided.danish, b2="To.", corrected=(B2,))
    correction = move_on(decided.english, b2="Two.", corrected=(B2,)).correction
    accept(edition, B2)
    assert given() == [correction.pk]
    assert Correction.objects.count() == 2
