"""The pure part of the dry run on random histories: trying a text out is the same as publishing it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cms.editions.basis import basis_with, make_basis
from cms.editions.resolving.corrections import including
from cms.editions.resolving.values import Correction
from tests.cms.editions.histories import HISTORIES, LIBRARY_EDITS, Network

CORRECTED = st.lists(st.integers(0, 9), max_size=3)


@given(HISTORIES, LIBRARY_EDITS, CORRECTED)
def test_trying_a_text_out_is_the_same_as_publishing_it(history, edits, corrected):
    network = Network().play(history)
    old, local = network.text, network.local
    new = network.play(edits).text
    targets = {new.blocks[number % len(new.blocks)].id for number in corrected if new.blocks}
    made = tuple(Correction(7, target, new.language, page_id=new.page_id, release=7) for target in targets)
    tried = basis_with(make_basis("en", ("en",), old, None), new, made)
    published = make_basis("en", ("en",), including(new, made), None, corrections=made)
    assert tried.resolve(local) == published.resolve(local)


@given(HISTORIES, LIBRARY_EDITS)
def test_trying_out_what_is_published_changes_nothing(history, edits):
    network = Network().play([*history, *edits])
    basis = make_basis("en", ("en",), network.text, None)
    again = basis_with(basis, replace(network.text, revision=network.text.revision))
    assert again.resolve(network.local) == basis.resolve(network.local)
