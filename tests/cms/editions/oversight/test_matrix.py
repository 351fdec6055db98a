"""The matrix says of every decision what resolving its edition says."""

from __future__ import annotations

import contextlib
import datetime
import random
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.clinics.records import clinic_for_page_path
from cms.editions.actions import decide
from cms.editions.models import Decision, Edition, Hold, Ring, RingMember, RingStep
from cms.editions.oversight.matrix import overview, page_matrix, rows_of, who_decided
from cms.editions.oversight.values import Concern, Scope, State
from cms.editions.resolving.values import EffectiveField, EffectivePage, Flag, NothingToShow, Origin
from cms.editions.rollout.actions import roll_back
from cms.editions.rollout.queries import newest_in
from cms.editions.sources import basis_of, local_layer
from cms.library.models import LibraryPage, Release
from cms.testing.network import block_id, make_clinic, make_edition, make_library_page, publish, text_block
from tests.cms.editions.oversight.correcting import correct

STATES = {Flag.STALE: State.STALE, Flag.UNKNOWN: State.UNKNOWN, Flag.ORPHANED: State.ORPHANED}


def resolved(edition: Edition) -> tuple[EffectivePage | None, bool]:
    """Return what the resolver makes of an edition, and whether it rests on an earlier release."""
    clinic, language = clinic_for_page_path(edition.path)
    try:
        basis = basis_of(edition, clinic, language.code)
    except NothingToShow:
        return None, False
    return basis.resolve(local_layer(edition, language.code)), basis.text is not basis.latest


def states_by_hand(edition: Edition) -> dict[str, State]:
    """Read the state of each decision off the resolved page."""
    page, _ = resolved(edition)
    rows = {
        row["value"]["content"][0]["id"] if row["type"] == "add" else row["value"]["target"]: row["type"]
        for row in edition.local.get_prep_value()
        if row["type"] != "follow"
    } | {row["type"]: "field" for row in edition.fields.get_prep_value()}
    return {target: _state(page, target, kind) for target, kind in rows.items()}


def _state(page: EffectivePage | None, target: str, kind: str) -> State:
    if page is None:
        return State.NOTHING
    if any(_name(one) == target for one in page.parked):
        return State.PARKED
    if kind != "field" and any(one.entry.id == target for one in page.ignored):
        return State.IGNORED
    if kind == "field":
        return _flagged(page.fields[target])
    found = {block.id: block for block in (*page.blocks, *page.hidden)}
    if kind == "add":
        assert found[target].provenance.origin is Origin.ADDED
        return State.OWN
    return _flagged(found[target]) if target in found else State.GONE


def _name(one) -> str:
    return one.name if isinstance(one, EffectiveField) else one.id


def _flagged(one) -> State:
    states = [STATES[flag] for flag in one.provenance.flags if flag in STATES]
    return states[0] if states else State.FRESH


def assert_matrix_is_true() -> None:
    """Compare every number of the matrix with what resolving all editions gives."""
    editions = list(Edition.objects.live())
    by_hand = {edition.pk: states_by_hand(edition) for edition in editions}
    indexed = {
        (row.decision.edition_id, row.decision.target): row.state
        for row in rows_of(Decision.everywhere.all())
    }
    assert indexed == {
        (pk, target): state for pk, states in by_hand.items() for target, state in states.items()
    }
    rows = {row.key: row for row in overview()}
    for key in {edition.library_key for edition in editions}:
        ours = [edition for edition in editions if edition.library_key == key]
        counted = Counter(state for edition in ours for state in by_hand[edition.pk].values())
        assert +rows[key].counts.states == counted
        assert rows[key].clinics == len({clinic_for_page_path(one.path)[0].id for one in ours})
        assert rows[key].held == sum(resolved(edition)[1] for edition in ours)
        parts = page_matrix(key)
        found = Counter()
        for part in parts.parts:
            found += part.counts.states
            states = Counter(
                by_hand[edition.pk][part.target] for edition in ours if part.target in by_hand[edition.pk]
            )
            adds = Counter(row.state for row in who_decided(key, "") if row.decision.target == part.target)
            assert +part.counts.states == states - adds
        assert found + parts.added.states == counted


def test_states_follow_what_the_library_says_now(network):
    decide(
        network.newyork_edition,
        replaced=[text_block(2, "Ours."), text_block(4, "Ours.")],
        hidden=[block_id(1)],
        added=[("", text_block(9, "More."))],
        fields={"title": "Here"},
    )
    assert_matrix_is_true()
    publish(network.english, body=[text_block(1, "New first words."), text_block(4, "Fourth words.")])
    assert_matrix_is_true()
    rows = {row.key: row for row in overview()}
    row = rows[network.english.translation_key]
    assert +row.counts.states == Counter({State.FRESH: 2, State.ORPHANED: 1, State.STALE: 1, State.OWN: 1})
    assert (row.counts.own_versions, row.counts.hidden, row.counts.added) == (3, 1, 1)
    assert (row.clinics, row.languages, row.title) == (2, ("en", "da"), "Sciatica")


def test_decision_without_a_base_is_unknown_and_not_fresh(network):
    edition = network.newyork_edition
    decide(edition, replaced=[text_block(2, "Ours.")])
    edition.base = {}
    edition.save_revision().publish()
    assert_matrix_is_true()
    assert [row.state for row in rows_of(Decision.everywhere.all())] == [State.UNKNOWN]
    assert [row.title for row in overview(concern=Concern.UNKNOWN)] == ["Sciatica"]
    assert overview(concern=Concern.STALE) == ()


def test_correction_parks_until_the_decision_rests_on_it(network):
    decide(network.newyork_edition, replaced=[text_block(2, "Ours.")], hidden=[block_id(1)])
    decide(network.danish_edition, replaced=[text_block(2, "Vores.")], fields={"title": "Her"})
    correct(network.english, [2], title="Sciatica, corrected")
    assert_matrix_is_true()
    assert [row.decision.language for row in who_decided(network.english.translation_key, block_id(2))] == [
        "da",
        "en",
    ]
    assert {row.state for row in who_decided(network.english.translation_key, block_id(2))} == {State.PARKED}


def test_matrix_follows_rings_and_holds(network):
    first = Release.objects.filter(page=network.english).first()
    decide(network.newyork_edition, replaced=[text_block(2, "Ours.")])
    decide(network.english_edition, replaced=[text_block(2, "Ours too.")])
    Hold.objects.create(edition=network.english_edition, release=first)
    publish(network.english, body=[text_block(1, "First."), text_block(2, "New second words.")])
    assert_matrix_is_true()
    second = Release.objects.filter(page=network.english).first()
    ring = Ring.objects.create(name="Late")
    RingMember.everywhere.create(clinic=network.newyork, ring=ring)
    RingStep.objects.create(release=second, ring=ring, starts_at=timezone.now() + datetime.timedelta(days=1))
    assert_matrix_is_true()
    assert {row.title: row.held for row in overview()} == {"Sciatica": 2}
    assert [
        row.decision.clinic
        for row in who_decided(network.english.translation_key, block_id(2), concern=Concern.HELD)
    ] == [network.aalborg, network.newyork]


def test_scope_keeps_to_a_language_a_clinic_and_a_page(network):
    other = make_library_page([text_block(1, "Other.")], title="Migraine", slug="migraine")
    decide(network.newyork_edition, hidden=[block_id(1)])
    decide(network.danish_edition, hidden=[block_id(1), block_id(2)])
    hidden = {
        scope: {row.title: row.counts.hidden for row in overview(scope)}
        for scope in (
            Scope(),
            Scope(language="da"),
            Scope(clinic=network.newyork.pk),
            Scope(key=other.translation_key),
        )
    }
    assert list(hidden.values()) == [
        {"Migraine": 0, "Sciatica": 3},
        {"Migraine": 0, "Sciatica": 2},
        {"Migraine": 0, "Sciatica": 1},
        {"Migraine": 0},
    ]


@pytest.mark.parametrize("seed", range(4))
def test_matrix_equals_the_resolver_on_random_histories(network, seed):
    chance = random.Random(seed)
    danish_only = make_clinic("odense", languages=("da",), country="DK", theme="limfjord")
    other = make_library_page(
        [text_block(number, f"Words {number}.") for number in (21, 22, 23)], title="Migraine", slug="migraine"
    )
    for clinic, language in ((network.newyork, "en"), (network.aalborg, "da"), (network.aalborg, "en")):
        make_edition(clinic, other, language=language)
    make_edition(danish_only, network.danish, language="da")
    late = Ring.objects.create(name="Late")
    RingMember.everywhere.create(clinic=network.newyork, ring=late)
    for _ in range(8):
        for _ in range(3):
            _happen(chance, late)
        assert_matrix_is_true()


def _happen(chance: random.Random, late: Ring) -> None:
    page = LibraryPage.objects.get(pk=chance.choice(list(LibraryPage.objects.values_list("pk", flat=True))))
    edition = chance.choice(list(Edition.objects.all()))
    match chance.choice(
        ["decide", "decide", "decide", "publish", "publish", "correct", "hold", "ring", "go", "back"]
    ):
        case "decide":
            _decide(edition, chance)
        case "publish":
            publish(page, body=_changed(page, chance), title=f"Title {chance.random()}")
        case "correct":
            numbers = [int(block["id"][:8]) for block in page.body.get_prep_value()]
            if numbers:
                correct(page, [chance.choice(numbers)], title=f"Title {chance.random()}")
        case "hold":
            releases = Release.objects.filter(page__translation_key=edition.library_key)
            Hold.objects.update_or_create(
                edition=edition, defaults={"release": chance.choice(list(releases))}
            )
        case "ring":
            newest = Release.objects.filter(page=page).first()
            later = timezone.now() + datetime.timedelta(days=1)
            RingStep.objects.get_or_create(release=newest, ring=late, defaults={"starts_at": later})
        case "back":
            with contextlib.suppress(ValidationError):  # no earlier release is left that could show
                roll_back(newest_in(late, page.pk), late, "A mistake.")
        case "go":
            Hold.objects.filter(edition=edition).delete()


def _decide(edition: Edition, chance: random.Random) -> None:
    clinic, language = clinic_for_page_path(edition.path)
    try:
        text = basis_of(edition, clinic, language.code).library.text
    except NothingToShow:
        return None
    taken = {row["value"].get("target") for row in edition.local.get_prep_value()}
    free = [block for block in text.blocks if block.id not in taken and block.value.get("policy") == "open"]
    if not free:
        return decide(edition, fields={"title": f"Title {chance.random()}"})
    block = chance.choice(free)
    if chance.random() < 0.4:
        return decide(edition, hidden=[block.id])
    return decide(edition, replaced=[text_block(int(block.id[:8]), f"Ours {chance.random()}.")])


def _changed(page: LibraryPage, chance: random.Random) -> list[dict]:
    blocks = list(page.body.get_prep_value())
    if len(blocks) > 1 and chance.random() < 0.3:
        blocks.pop(chance.randrange(len(blocks)))
    index = chance.randrange(len(blocks))
    policy = chance.choice(["open", "open", "locked", "review", "extend"])
    blocks[index] = text_block(int(blocks[index]["id"][:8]), f"Words {chance.random()}.", policy=policy)
    return blocks


def test_number_of_queries_does_not_depend_on_the_size(network):
    key = network.english.translation_key
    counts = []
    for more in (0, 3):
        for number in range(more):
            clinic = make_clinic(f"clinic{number}", languages=("en", "da"))
            page = make_library_page([text_block(1, "x")], title=f"P{number}", slug=f"p{number}")
            for source in (network.english, page):
                decide(make_edition(clinic, source), replaced=[text_block(1, f"Ours {number}.")])
        if not more:
            decide(network.newyork_edition, replaced=[text_block(1, "Ours."), text_block(2, "Ours.")])
            correct(network.english, [2])
            Hold.objects.create(
                edition=network.english_edition, release=Release.objects.filter(page=network.english).last()
            )
        overview()
        taken = []
        for look in (overview, lambda: page_matrix(key), lambda: who_decided(key, block_id(1))):
            with CaptureQueriesContext(connection) as queries:
                look()
            taken.append(len(queries))
        counts.append(taken)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 20
