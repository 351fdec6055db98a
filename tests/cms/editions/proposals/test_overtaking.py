"""Accepting a proposal takes nothing along to rings that are not to show it, or not yet."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cms.editions.models import Proposal
from cms.editions.proposals.actions import accept, propose
from cms.editions.rollout.actions import add_ring, roll_back, start_now
from cms.library.actions import release
from cms.library.models import LibraryPage, Release
from cms.testing.network import block_id, publish


def test_accepting_does_not_release_rolled_back_words_again(network, edition) -> None:
    late = add_ring("Late")
    publish(network.english, summary="A wrong summary.")
    wrong = Release.objects.filter(page=network.english).first()
    roll_back(wrong, late, "The summary is wrong.")
    proposal = propose(edition, block_id(2), user=None)
    with pytest.raises(ValidationError, match="is rolled back in Late"):
        accept(proposal, user=None)
    assert Release.objects.filter(page=network.english).first() == wrong
    assert Proposal.everywhere.get().state == Proposal.State.OPEN
    start_now(wrong, late)
    assert accept(proposal, user=None).state == Proposal.State.ACCEPTED


def test_accepting_does_not_overtake_a_ring_that_waits(network, edition) -> None:
    add_ring("Late", delay_hours=24)
    page = LibraryPage.objects.get(pk=network.english.pk)
    page.summary = "A summary for later."
    release(page, release_class="editorial", note="", user=None, in_rings=True)
    with pytest.raises(ValidationError, match="Late still waits for"):
        accept(propose(edition, block_id(2), user=None), user=None)
