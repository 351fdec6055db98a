"""The laws of inheritance, over random histories of what a library and a clinic do."""

from __future__ import annotations

import json
from itertools import combinations

from hypothesis import assume, event, given, settings

from cms.editions.editor.arrangement import marks_of
from cms.editions.resolving.entries import sift
from cms.editions.resolving.ordering import fixed_ids, is_moved, page_order
from cms.editions.resolving.resolver import resolve
from cms.editions.resolving.values import Add, Base, Flag, Follow, Hide, LocalLayer, Origin, Replace
from tests.cms.editions.histories import CLINIC_EDITS, HISTORIES, LAYERS, LIBRARY_EDITS, MOVING_EDITS, Network
from tests.cms.editions.writing import entries

law = settings(settings.get_profile("laws"))


def own_entries(network: Network) -> list[Replace | Add]:
    return [entry for entry in network.local.entries if isinstance(entry, Replace | Add)]


@law
@given(HISTORIES)
def test_identity_empty_layer_gives_the_library_page(history):
    network = Network().play(history)
    page = resolve(network.text, LocalLayer())
    assert [(one.id, one.type, one.value) for one in page.blocks] == [
        (one.id, one.type, one.value) for one in network.blocks
    ]
    assert {name: one.value for name, one in page.fields.items()} == network.fields
    assert {one.provenance.origin for one in page.blocks} <= {Origin.LIBRARY}
    assert (page.hidden, page.ignored) == ((), ())


@law
@given(CLINIC_EDITS, LIBRARY_EDITS)
def test_identity_untouched_edition_stores_nothing(decisions, edits):
    network = Network().play(edits)
    network.submit(network.rows)
    assert network.local == LocalLayer()
    network.play(decisions)
    network.submit([Follow(one.id) for one in network.blocks], {})
    assert (network.local.entries, network.local.fields) == ((), {})
    assert network.page().blocks == resolve(network.text, LocalLayer()).blocks


@law
@given(HISTORIES)
def test_conservation_every_word_of_a_clinic_is_still_stored(history):
    network = Network().play(history)
    assert {one.block.value["body"] for one in own_entries(network)} - {""} == network.written


@law
@given(CLINIC_EDITS, LIBRARY_EDITS)
def test_conservation_library_edits_hide_no_word_of_a_clinic(decisions, edits):
    network = Network().play(decisions)
    network.play(edits)
    shown = {one.id: one.value for one in network.page().blocks}
    refused = {one.entry.id for one in network.page().ignored}
    own = {one.id: one.block.value for one in own_entries(network) if one.id not in refused}
    assert {key: shown.get(key) for key in own} == own


@law
@given(HISTORIES)
def test_currency_untouched_blocks_and_fields_are_the_librarys(history):
    network = Network().play(history)
    page = network.page()
    touched = {one.id for one in network.local.entries if not isinstance(one, Follow)}
    untouched = {one.id: (one.type, one.value) for one in network.blocks if one.id not in touched}
    shown = {one.id: (one.type, one.value) for one in page.blocks}
    assert {key: shown.get(key) for key in untouched} == untouched
    current = {key: said for key, said in network.fields.items() if key not in network.local.fields}
    assert {key: page.fields[key].value for key in current} == current


@law
@given(LAYERS, LIBRARY_EDITS)
def test_every_block_stands_once_whatever_is_stored(written, edits):
    network = Network().play(edits)
    local = LocalLayer(entries(written), base=Base(tuple("abcdef")))
    page = resolve(network.text, local)
    ignored = {one.index for one in page.ignored}
    own = {
        one.id
        for index, one in enumerate(local.entries)
        if isinstance(one, Replace | Add) and index not in ignored
    }
    standing = [one.id for one in (*page.blocks, *page.hidden)]
    assert sorted(standing) == sorted({one.id for one in network.blocks} | own)


@law
@given(HISTORIES)
def test_every_block_stands_once(history):
    network = Network().play(history)
    page = network.page()
    standing = [one.id for one in (*page.blocks, *page.hidden)]
    expected = {one.id for one in network.blocks} | {one.id for one in own_entries(network)}
    assert sorted(standing) == sorted(expected)


@law
@given(CLINIC_EDITS, LIBRARY_EDITS)
def test_no_ghosts_hidden_blocks_never_resurface(decisions, edits):
    network = Network().play(decisions)
    hidden = {entry.id for entry in network.local.entries if isinstance(entry, Hide)}
    network.play(edits)
    network.submit(network.rows)
    network.play(edits)
    shown = {one.id for one in network.page().blocks}
    closed = fixed_ids(network.text)
    event("something is hidden" if hidden else "nothing is hidden")
    assert shown & hidden <= closed


@law
@given(MOVING_EDITS, LIBRARY_EDITS)
def test_order_of_a_moved_page_survives_library_edits(decisions, edits):
    network = Network().play(decisions)
    assume(is_moved(network.local.entries, network.local.base.order))
    chosen = [one.id for one in network.local.entries if not isinstance(one, Add)]
    network.play(edits)
    present = {one.id for one in network.blocks} - fixed_ids(network.text)
    assert [key for key in standing(network) if key in present.intersection(chosen)] == [
        key for key in chosen if key in present
    ]


@law
@given(MOVING_EDITS, LIBRARY_EDITS, LIBRARY_EDITS)
def test_order_of_moved_blocks_survives_library_edits_and_saves(decisions, edits, more_edits):
    network = Network().play(decisions)
    assume(is_moved(network.local.entries, network.local.base.order))
    moved = swapped(network)
    network.play(edits).save(0, 0)
    fixed = fixed_ids(network.text)
    network.play(more_edits)
    fixed |= fixed_ids(network.text)
    ranks = {key: rank for rank, key in enumerate(standing(network)) if key not in fixed}
    present = {(first, second) for first, second in moved if first in ranks and second in ranks}
    assert {(first, second) for first, second in present if ranks[first] < ranks[second]} == present


@law
@given(CLINIC_EDITS, LIBRARY_EDITS)
def test_order_of_a_page_without_moves_is_the_librarys(decisions, edits):
    network = Network().play(decisions)
    assume(not is_moved(network.local.entries, network.local.base.order))
    network.play(edits)
    present = [one.id for one in network.blocks]
    assert [key for key in standing(network) if key in present] == present


@law
@given(HISTORIES)
def test_exact_staleness_flags_are_the_comparison_with_the_base(history):
    network = Network().play(history)
    page = network.page()
    digests = {one.id: one.digest for one in network.blocks}
    base = network.local.base.blocks
    refused = {one.entry.id for one in page.ignored}
    decided = {
        one.id for one in network.local.entries if isinstance(one, Hide | Replace) and one.id not in refused
    }
    present = {key for key in decided if key in digests}
    found = {
        flag: {one.id for one in (*page.blocks, *page.hidden) if flag in one.provenance.flags}
        for flag in Flag
    }
    assert found == {
        Flag.STALE: {key for key in present if key in base and base[key].digest != digests[key]},
        Flag.UNKNOWN: {key for key in present if key not in base},
        Flag.ORPHANED: {one.id for one in own_entries(network) if isinstance(one, Replace)} - digests.keys(),
        Flag.PARKED: set(),
        Flag.HELD: set(),
    }


@law
@given(HISTORIES)
def test_exact_staleness_of_fields(history):
    network = Network().play(history)
    found = {name for name, one in network.page().fields.items() if Flag.STALE in one.provenance.flags}
    base = network.local.base.fields
    assert found == {name for name in network.local.fields if base[name].value != network.fields[name]}


@law
@given(HISTORIES)
def test_idempotence_saving_what_the_editor_shows_changes_nothing(history):
    network = Network().play(history)
    saved = (network.page(), network.rows, network.local)
    network.submit(network.rows)
    assert (network.page(), network.rows, network.local) == saved


@law
@given(HISTORIES, CLINIC_EDITS)
def test_idempotence_posting_one_form_twice_equals_posting_it_once(history, wishes):
    network = Network().play(history)
    shown, stored = marks_of(network.rows), network.local
    posted = network.play(wishes).rows
    network.local = stored
    network.submit(posted, shown=shown)
    saved = (network.page(), network.rows, network.local)
    network.submit(posted, shown=shown)
    assert (network.page(), network.rows, network.local) == saved


@law
@given(HISTORIES, CLINIC_EDITS)
def test_page_that_was_posted_is_the_page_that_shows(history, wishes):
    network = Network().play(history)
    shown, stored = marks_of(network.rows), network.local
    posted = network.play(wishes).rows
    network.local = stored
    network.submit(posted, shown=shown)
    assert network.rows == posted


@law
@given(HISTORIES, LIBRARY_EDITS)
def test_form_opened_before_the_library_changed_wishes_for_nothing(history, edits):
    network = Network().play(history)
    posted, shown = network.rows, marks_of(network.rows)
    saved = network.play(edits).local
    network.submit(posted, shown=shown)
    assert network.local == saved


@law
@given(HISTORIES, LIBRARY_EDITS, CLINIC_EDITS)
def test_form_that_wishes_for_nothing_undoes_nothing_of_another(history, edits, of_another):
    network = Network().play(history)
    posted, shown = network.rows, marks_of(network.rows)
    saved = network.play(edits).play(of_another).local
    network.submit(posted, shown=shown)
    assert network.local == saved


@law
@given(HISTORIES)
def test_base_survives_storage(history):
    base = Network().play(history).local.base
    assert type(base).from_json(json.loads(json.dumps(base.to_json()))) == base


def swapped(network: Network) -> set[tuple[str, str]]:
    """Return the pairs of library ids that stand the other way round than in the base."""
    ranks = {key: rank for rank, key in enumerate(network.local.base.order)}
    named = [one.id for one in network.local.entries if not isinstance(one, Add) and one.id in ranks]
    return {(first, second) for first, second in combinations(named, 2) if ranks[first] > ranks[second]}


def standing(network: Network) -> list[str]:
    """Return the ids of the page, hidden ones included, in their order."""
    counted, _ = sift(network.text, network.local.entries)
    visible = {one.id for one in (*network.page().blocks, *network.page().hidden)}
    return [key for key in page_order(network.text, counted, network.local.base) if key in visible]
