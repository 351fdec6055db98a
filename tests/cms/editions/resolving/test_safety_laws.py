"""The laws of inheritance under corrections, holds and translations of different age."""

from __future__ import annotations

from hypothesis import event, given, settings
from hypothesis import strategies as st

from cms.editions.resolving.ordering import fixed_ids
from cms.editions.resolving.resolver import resolve_said
from cms.editions.resolving.values import (
    FIELD_NAMES,
    Add,
    EffectiveBlock,
    Flag,
    Hide,
    LocalLayer,
    Origin,
    Replace,
)
from tests.cms.editions.governed import GOVERNED, LANGUAGES, Governed, body

law = settings(settings.get_profile("laws"))
histories = given(st.sampled_from(LANGUAGES), GOVERNED)


def refused(network: Governed) -> set[str]:
    return {one.entry.id for one in network.page().ignored}


def decisions(network: Governed) -> dict[str, Hide | Replace]:
    """Return the decisions that count, by target."""
    out = refused(network)
    return {
        one.target: one
        for one in network.local.entries
        if isinstance(one, Hide | Replace) and one.target not in out
    }


def overruled(network: Governed) -> set[str]:
    """Return the targets that were corrected after the clinic decided about them."""
    about = {*decisions(network), *network.local.fields}
    return {key for key in about if network.applicable(key) > network.decided[key]}


@law
@histories
def test_safety_no_page_shows_what_was_withdrawn(language, history):
    network = Governed(language=language).play(history)
    page = network.page()
    own = {Origin.REPLACED, Origin.ADDED}
    for one in page.blocks:
        if one.provenance.origin not in own:
            assert network.is_safe(one.id, body(one))
        elif one.provenance.origin is Origin.REPLACED:
            assert network.decided[one.id] >= network.applicable(one.id)
    for name, one in page.fields.items():
        if one.provenance.origin is Origin.REPLACED:
            assert network.decided[name] >= network.applicable(name)
        else:
            assert network.is_safe(name, one.value)
    event("a correction shows" if any_correction(page) else "no correction shows")


@law
@histories
def test_withdrawal_no_page_shows_words_that_were_rolled_back(language, history):
    """Except for those that a correction demands, and those of a release that the clinic holds."""
    network = Governed(language=language).play(history)
    is_held = network.held != -1 and network.published[network.held][0].page_id == network.live.page_id
    page = network.page()
    parts = {one.id: one for one in page.blocks} | page.fields
    for key, one in parts.items():
        giver = network.said.givers.get(key)
        if one.provenance.origin not in own_origins and body(one) and (giver or not is_held):
            page_id = (giver or network.chosen).page_id
            assert network.was_received(page_id, key, body(one))
    event("something is rolled back" if network.rolled_back else "nothing is rolled back")


def any_correction(page):
    return any(one.provenance.origin is Origin.CORRECTION for one in (*page.blocks, *page.fields.values()))


@law
@histories
def test_safety_every_correction_shows_or_was_decided_about(language, history):
    network = Governed(language=language).play(history)
    page = network.page()
    shown = {one.id for one in page.blocks}
    hidden = {one.id for one in page.hidden}
    present = {one.id for one in network.blocks} & {one.id for one in network.in_force.blocks}
    for one in network.corrections:
        if one.language == "en" and one.target in present:
            assert one.target in shown or network.decided[one.target] >= one.id
    assert not hidden & overruled(network)


@law
@histories
def test_conservation_a_correction_parks_what_a_clinic_wrote(language, history):
    network = Governed(language=language).play(history)
    page = network.page()
    out = refused(network)
    own = {
        one.id: one.block.value
        for one in network.local.entries
        if isinstance(one, Replace | Add) and one.id not in out
    }
    kept = {one.id: one.value for one in page.blocks if one.provenance.origin in own_origins}
    parked = {one.id: one.value for one in page.parked if isinstance(one, EffectiveBlock)}
    assert kept.keys() & parked.keys() == set()
    assert {**kept, **{key: value for key, value in parked.items() if value is not None}} == own
    fields = {name: one.value for name, one in page.fields.items() if one.provenance.origin in own_origins}
    laid_by = {one.name: one.value for one in page.parked if not isinstance(one, EffectiveBlock)}
    assert {**fields, **laid_by} == dict(network.local.fields)


own_origins = {Origin.REPLACED, Origin.ADDED}


@law
@histories
def test_parked_is_exactly_what_a_correction_overrules(language, history):
    network = Governed(language=language).play(history)
    page = network.page()
    present = {one.id for one in network.text.blocks}
    gone = {key for key, one in decisions(network).items() if isinstance(one, Hide) and key not in present}
    parked = {getattr(one, "id", None) or one.name for one in page.parked}
    assert parked == overruled(network) - gone
    assert {flag for one in page.parked for flag in one.provenance.flags} <= {Flag.PARKED}
    event("something is parked" if parked else "nothing is parked")


@law
@histories
def test_no_ghosts_but_those_a_correction_calls(language, history):
    network = Governed(language=language).play(history)
    hidden = {key for key, one in decisions(network).items() if isinstance(one, Hide)}
    shown = {one.id for one in network.page().blocks}
    assert shown & hidden <= overruled(network) | fixed_ids(network.text)


@law
@histories
def test_currency_untouched_parts_are_the_librarys(language, history):
    network = Governed(language=language).play(history)
    page = network.page()
    text = {one.id: body(one) for one in network.chosen.blocks} | dict(network.chosen.fields)
    english = {one.id: body(one) for one in network.blocks} | network.fields
    live = {one.id: body(one) for one in network.live.blocks} | dict(network.live.fields)
    parts = {one.id: one for one in page.blocks} | page.fields
    for key, one in parts.items():
        if one.provenance.origin not in own_origins:
            expected = text if key in text and network.is_safe(key, text[key]) else {}
            giver = network.said.givers.get(key, network.chosen)
            current = {expected.get(key), live.get(key), english.get(key)}
            is_older = network.rolled_back and network.was_received(giver.page_id, key, body(one))
            assert body(one) in current or is_older
            if expected and one.provenance.origin is not Origin.CORRECTION:
                assert body(one) == expected[key]


@law
@histories
def test_identity_unheld_source_is_untouched_by_corrections(language, history):
    network = Governed(language="en").play(history)
    network.let_go(0, 0)
    network.rolled_back.clear()
    page = resolve_said(network.said, LocalLayer())
    assert [(one.id, one.value) for one in page.blocks] == [(one.id, one.value) for one in network.blocks]
    assert {name: one.value for name, one in page.fields.items()} == network.fields
    assert {one.provenance.origin for one in page.blocks} <= {Origin.LIBRARY}


@law
@histories
def test_exact_staleness_and_holds_are_the_comparison_of_digests(language, history):
    network = Governed(language=language).play(history)
    page = network.page()
    said = {one.id: one.digest for one in network.text.blocks}
    base = network.local.base.blocks
    counted = {key for key in decisions(network).keys() - overruled(network) if key in said}
    live = {one.id: one.digest for one in network.live.blocks}
    chosen = {one.id: one.digest for one in network.chosen.blocks}
    standing = [one for one in (*page.blocks, *page.hidden) if one.provenance.origin is not Origin.ADDED]
    found = {flag: {one.id for one in standing if flag in one.provenance.flags} for flag in Flag}
    assert found[Flag.STALE] == {key for key in counted if base[key].digest != said[key]}
    assert found[Flag.HELD] == {
        one.id
        for one in standing
        if one.id in chosen and chosen[one.id] != live.get(one.id) and one.id not in network.said.givers
    }
    assert (found[Flag.UNKNOWN], found[Flag.PARKED]) == (set(), set())


@law
@histories
def test_idempotence_saving_what_the_editor_shows_changes_nothing(language, history):
    network = Governed(language=language).play(history)
    saved = (network.page(), network.local)
    network.submit(network.rows)
    assert (network.page(), network.local) == saved


@law
@histories
def test_acknowledging_everything_ends_the_parking(language, history):
    network = Governed(language=language).play(history)
    for index in range(len(network.local.entries)):
        network.keep(index, 0)
    for index in range(len(FIELD_NAMES)):
        network.keep_field(index, 0)
    assert network.page().parked == ()
