"""A clinic keeps its words when the release that took them up is rolled back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry

from cms.clinics.records import clinic_for_page_path
from cms.editions.actions import decide
from cms.editions.models import Edition, Proposal
from cms.editions.oversight.matrix import rows_of
from cms.editions.oversight.models import Decision
from cms.editions.oversight.values import State
from cms.editions.proposals.actions import accept, propose
from cms.editions.resolving.values import Replace
from cms.editions.rollout.actions import add_ring, delete_ring, hold, move_clinic, roll_back, start_now
from cms.editions.rollout.queries import default_ring
from cms.editions.sources import local_layer
from cms.library.models import LibraryPage, Release
from cms.testing.network import block_id, make_clinic, make_edition, publish, text_block

PATH = "/conditions/sciatica/"
OWN = "Our own second words."


def accepted(edition: Edition, target: str) -> Release:
    proposal: Proposal = accept(propose(edition, target, user=None), user=None)
    return Release.objects.get(pk=proposal.release_id)


def html(network, clinic=None) -> bytes:
    return network.get(clinic or network.newyork, PATH).content


def own_targets(edition: Edition) -> set[str]:
    stored = Edition.objects.get(pk=edition.pk)
    return {row.decision.target for row in rows_of(Decision.everywhere.filter(edition=stored))}


@pytest.mark.parametrize("target", [block_id(2), block_id(50), "summary"])
def test_rolling_back_an_accepted_proposal_leaves_its_page_as_it_is(network, edition, target) -> None:
    before, decided = html(network), own_targets(edition)
    made = accepted(edition, target)
    assert own_targets(edition) == decided - {target}
    roll_back(made, default_ring(), "A mistake.")
    assert html(network) == before
    assert own_targets(edition) == decided
    assert {row.state for row in rows_of(Decision.everywhere.filter(edition=edition))} <= {
        State.FRESH,
        State.OWN,
    }


def test_all_that_was_accepted_returns_in_turn(network, edition) -> None:
    before, decided = html(network), own_targets(edition)
    made = [accepted(edition, target) for target in (block_id(2), "summary", block_id(50))]
    assert own_targets(edition) == set()
    for release in reversed(made):
        roll_back(release, default_ring(), "A mistake.")
        assert html(network) == before
    assert own_targets(edition) == decided


def test_return_is_in_the_history_of_the_page_with_who_did_it(network, edition, editor) -> None:
    made = accepted(edition, block_id(2))
    roll_back(made, default_ring(), "A mistake.", user=editor)
    entry = PageLogEntry.objects.get(page=edition.pk, action="editions.proposal_returned")
    assert (entry.user, entry.data["target"], entry.data["release"]) == (editor, block_id(2), made.pk)


def test_only_the_ring_that_lost_the_release_gets_words_back(network, edition) -> None:
    late = add_ring("Late")
    made = accepted(edition, block_id(2))
    roll_back(made, late, "A mistake.")
    assert block_id(2) not in own_targets(edition)
    before = html(network)
    move_clinic(network.newyork, late)
    assert html(network) == before
    assert block_id(2) in own_targets(edition)


def test_clinic_of_a_deleted_ring_keeps_its_words(network, edition) -> None:
    pilots = add_ring("Pilots")
    move_clinic(network.newyork, pilots)
    before = html(network)
    roll_back(accepted(edition, block_id(2)), default_ring(), "A mistake.")
    assert block_id(2) not in own_targets(edition)
    delete_ring(pilots)
    assert html(network) == before


def test_newer_decision_of_the_clinic_stands(network, edition) -> None:
    made = accepted(edition, block_id(2))
    decide(Edition.objects.get(pk=edition.pk), replaced=[text_block(2, "Newer words of ours.")])
    before = html(network)
    roll_back(made, default_ring(), "A mistake.")
    assert html(network) == before


def test_held_page_that_shows_the_release_all_the_same_stores_nothing(network, edition) -> None:
    made = accepted(edition, block_id(2))
    hold(Edition.objects.get(pk=edition.pk))
    before = html(network)
    roll_back(made, default_ring(), "A mistake.")
    assert html(network) == before
    assert block_id(2) not in own_targets(edition)


def test_draft_of_the_clinic_keeps_its_edits_and_gets_the_words(network, edition) -> None:
    made = accepted(edition, block_id(2))
    draft = Edition.objects.get(pk=edition.pk)
    draft.fields = draft.fields.stream_block.to_python(
        [*draft.fields.get_prep_value(), {"type": "title", "value": "Drafted", "id": "title"}]
    )
    draft.save_revision()
    roll_back(made, default_ring(), "A mistake.")
    draft = Edition.objects.get(pk=edition.pk).get_latest_revision_as_object()
    assert {row["type"] for row in draft.fields.get_prep_value()} == {"summary", "title"}
    assert OWN in str(draft.local.get_prep_value())


def test_words_under_review_keep_their_sign_off(network, edition) -> None:
    page = LibraryPage.objects.get(pk=network.english.pk)
    blocks = page.body.get_prep_value()
    blocks[1]["value"]["policy"] = "review"
    publish(page, body=blocks)
    stored = Edition.objects.get(pk=edition.pk)
    own = next(one for one in local_layer(stored).entries if isinstance(one, Replace))
    rows = stored.local.get_prep_value()
    for row in rows:
        if row["type"] == "replace":
            row["value"] |= {"is_signed_off": True, "signed_off": own.block.digest}
    stored.local = stored.local.stream_block.to_python(rows)
    stored.save_revision().publish()
    before = html(network)
    assert OWN in before.decode()
    roll_back(accepted(Edition.objects.get(pk=edition.pk), block_id(2)), default_ring(), "A mistake.")
    assert html(network) == before


def test_words_that_return_stay_own_when_the_release_starts_again(network, edition) -> None:
    made = accepted(edition, block_id(2))
    before = html(network)
    for _again in range(2):
        roll_back(made, default_ring(), "A mistake.")
        start_now(made, default_ring())
        assert html(network) == before
    assert block_id(2) in own_targets(edition)


def test_cost_does_not_depend_on_the_number_of_clinics(network, edition) -> None:
    made = accepted(edition, block_id(2))
    taken = []
    for names in ((), (), ("boston", "chicago", "denver")):  # the first time fills caches
        for name in names:
            make_edition(make_clinic(name), network.english)
        clinic_for_page_path(edition.path)  # a new clinic empties the cache of clinics
        with CaptureQueriesContext(connection) as queries:
            roll_back(made, default_ring(), "A mistake.")
        taken.append(len(queries))
        start_now(made, default_ring())
        decide(Edition.objects.get(pk=edition.pk), reset=[block_id(2)])
    assert taken[1] == taken[2]
