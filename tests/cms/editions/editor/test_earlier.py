"""A decision that is taken back and made again in the editor rests on what it rested on before."""

import pytest

from cms.editions.models import Edition
from cms.testing.network import block_id
from tests.cms.editions.updates.conftest import move_on, shape

B1, B4 = block_id(1), block_id(4)


def taken_back_and_undone(form):
    """Press “Back to the library's version”, let the browser save, and undo it."""
    (own,) = [row for row in form.rows if row["id"] == B1]
    first = form.follow(1).autosave().json()
    form.put(1, own).autosave(overwrite_revision_id=str(first["revision_id"]))
    return form


@pytest.fixture
def replaced(opened, network):
    opened().replace(1, "Ours").hide(4).own_field("summary", "Our summary.").post()
    return network


def test_undo_of_a_reset_leaves_a_stale_version_stale(replaced, opened):
    move_on(replaced.english, b1="New words.")
    taken_back_and_undone(opened()).post()
    assert shape(replaced.newyork) == [(B1, ["stale"])]


def test_undo_of_a_reset_leaves_a_parked_version_parked(replaced, opened, headings):
    move_on(replaced.english, b1="Corrected words.", corrected=(B1,))
    before = Edition.objects.get(pk=replaced.newyork_edition.pk).base["blocks"][B1]
    taken_back_and_undone(opened()).post()
    assert Edition.objects.get(pk=replaced.newyork_edition.pk).base["blocks"][B1] == before
    assert headings()[0] == "Heading 1"


def test_field_taken_back_and_undone_stays_stale(replaced, opened):
    move_on(replaced.english, summary="New summary.")
    form = opened().library_field("summary")
    first = form.autosave().json()
    form.own_field("summary", "Our summary.").autosave(overwrite_revision_id=str(first["revision_id"]))
    form.post()
    assert shape(replaced.newyork) == [("summary", ["stale"])]


def test_hidden_block_that_is_rewritten_rests_on_the_words_of_that_day(replaced, opened):
    move_on(replaced.english, b4="New words.")
    opened().replace(4, "Ours, knowing the new words").post()
    assert shape(replaced.newyork) == []
