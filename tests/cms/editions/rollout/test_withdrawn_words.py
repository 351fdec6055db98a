"""Words that were taken back, or have yet to come, do not reach a clinic by way of a correction."""

from __future__ import annotations

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.clinics.records import clinic_for_host
from cms.editions.actions import decide
from cms.editions.models import Ring
from cms.editions.oversight.matrix import rows_of
from cms.editions.oversight.models import Decision
from cms.editions.oversight.values import State
from cms.editions.rollout.actions import add_ring, hold, move_clinic, roll_back, start_now
from cms.editions.rollout.queries import default_ring
from cms.editions.sources import basis_of
from cms.library.actions import release
from cms.library.models import LibraryPage, Release
from cms.testing.network import block_id, publish, text_block

ENGLISH = "/en/conditions/sciatica/"
DAY = datetime.timedelta(days=1)


def say(page: LibraryPage, words: str, *, number: int = 1, is_correction: bool = False, **options) -> Release:
    """Release ``page`` with other words in one block."""
    draft = LibraryPage.objects.get(pk=page.pk)
    blocks = draft.body.get_prep_value()
    place = [block["id"] for block in blocks].index(block_id(number))
    blocks[place] = text_block(number, words)
    draft.body = json.dumps(blocks)
    choice = {"release_class": "substantive"}
    if is_correction:
        choice = {
            "release_class": "safety",
            "corrected": [block_id(number)],
            "reason": "A risk.",
            "deadline": timezone.localdate() + DAY,
        }
    return release(draft, note="News.", user=None, **choice, **options)


def roll_back_everywhere(made: Release) -> None:
    for ring in Ring.objects.all():
        roll_back(made, ring, "A mistake.")


def said(html: str) -> dict[str, bool]:
    return {words: f"{words} words." in html for words in ("First", "Corrected", "Reworded")}


CORRECTED = {"First": False, "Corrected": True, "Reworded": False}
REWORDED = {"First": False, "Corrected": False, "Reworded": True}


@pytest.fixture
def rolled_back(network) -> tuple[Release, Release]:
    """A correction of the first block and a release that rewords it, both taken back."""
    default_ring()
    correction = say(network.english, "Corrected words.", is_correction=True)
    reworded = say(network.english, "Reworded words.")
    roll_back_everywhere(reworded)
    roll_back_everywhere(correction)
    return correction, reworded


def test_rolled_back_words_do_not_come_back_through_an_earlier_correction(network, rolled_back, html):
    assert said(html()) == CORRECTED
    assert said(html(network.aalborg, ENGLISH)) == CORRECTED
    start_now(rolled_back[1], default_ring())
    assert said(html()) == REWORDED


def test_held_edition_takes_the_correction_and_not_what_was_rolled_back_since(network, html):
    hold(network.newyork_edition)
    say(network.english, "Corrected words.", is_correction=True)
    reworded = say(network.english, "Reworded words.")
    assert said(html()) == REWORDED
    roll_back_everywhere(reworded)
    assert said(html()) == CORRECTED


def test_held_edition_takes_the_newest_words_that_its_ring_has(network, html):
    hold(network.newyork_edition)
    say(network.english, "Corrected words.", is_correction=True)
    say(network.english, "Reworded words.")
    roll_back_everywhere(say(network.english, "Bad words."))
    assert said(html()) == REWORDED
    assert "Bad words." not in html()


def test_ring_that_waits_gets_the_correction_and_not_what_came_after_it(network, html):
    late = add_ring("Late", delay_hours=24)
    move_clinic(network.newyork, late)
    say(network.english, "Corrected words.", is_correction=True, in_rings=True)
    say(network.english, "Reworded words.", in_rings=True)
    assert said(html()) == CORRECTED
    assert said(html(network.aalborg, ENGLISH)) == REWORDED


def test_older_translation_takes_the_correction_and_not_what_was_rolled_back_since(network, html):
    danish_page = "/lidelser/iskias/"
    say(network.english, "Corrected words.", is_correction=True)
    reworded = say(network.english, "Reworded words.")
    assert said(html(network.aalborg, danish_page)) == REWORDED
    roll_back_everywhere(reworded)
    assert said(html(network.aalborg, danish_page)) == CORRECTED


def test_translation_that_was_rolled_back_lends_nothing(network, html):
    say(network.english, "Corrected words.", is_correction=True)
    danish = LibraryPage.objects.get(pk=network.danish.pk)
    blocks = [text_block(1, "Rettede ord."), *danish.body.get_prep_value()[1:]]
    publish(danish, body=blocks)
    page = "/lidelser/iskias/"
    assert "Rettede ord." in html(network.aalborg, page)
    roll_back_everywhere(Release.objects.filter(page=danish).first())
    answer = html(network.aalborg, page)
    assert ("Rettede ord." in answer, said(answer)) == (False, CORRECTED)


def test_decisions_rest_on_the_words_that_show(network, rolled_back):
    decide(network.newyork_edition, replaced=[text_block(1, "Ours.")])
    network.newyork_edition.refresh_from_db()
    base = network.newyork_edition.base["blocks"][block_id(1)]
    assert "Corrected words." in base["value"]["body"]
    assert [row.state for row in rows_of(Decision.everywhere.all())] == [State.FRESH]


def test_it_costs_one_more_query_and_only_where_something_was_taken_back(network):
    default_ring()
    clinic = clinic_for_host("newyork.localhost")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            basis_of(network.newyork_edition, clinic, "en")
        return len(queries)

    say(network.english, "Corrected words.", is_correction=True)
    usual = cost()
    made = [say(network.english, f"Words {number}.", number=2, is_correction=True) for number in range(3)]
    assert cost() == usual
    roll_back_everywhere(made[2])
    after_one = cost()
    roll_back_everywhere(made[1])
    roll_back_everywhere(made[0])
    assert (after_one, cost()) == (usual + 2, usual + 2)
