"""The dry run of one release, on a small network."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.editions.actions import decide
from cms.editions.forecast.queries import basis_pair, forecast
from cms.editions.forecast.trial import make_trial
from cms.editions.forecast.values import Outcome, SampleKind
from cms.editions.rollout.actions import add_ring, hold, move_clinic, plan_rollout, roll_back
from cms.editions.rollout.queries import default_ring
from cms.library.models import Release
from cms.library.translations import TranslationState
from cms.testing.network import block_id, make_clinic, make_edition, make_library_page, publish, text_block
from tests.cms.editions.forecast.drafts import draft

LOCKED = text_block(3, "Locked words.", policy="locked")


def outcomes(found, edition):
    one = next(one for one in found.affected if one.edition_id == edition.pk)
    return {part.target: part.outcome for part in one.parts}


def test_draft_that_changes_nothing_does_nothing(network):
    found = forecast(draft(network.english))
    assert (found.changed, found.affected, dict(found.counts), found.translations) == ((), (), {}, ())
    assert (found.clinics, found.editions, found.untouched) == (2, 2, 2)


def test_every_decision_is_told_what_becomes_of_it(network):
    blocks = [text_block(n, f"One. Two. Words {n}.") for n in range(1, 7)]
    publish(network.english, body=[*blocks, LOCKED | {"id": block_id(9)}])
    decide(
        network.newyork_edition,
        replaced=[
            text_block(1, "Ours. Two. Words 1."),
            text_block(2, "Our own words for it."),
            text_block(3, "Our words."),
            text_block(4, "Our words."),
        ],
        hidden=[block_id(5)],
        fields={"summary": "Our summary."},
    )
    new = [
        text_block(1, "One. Two. News 1."),
        text_block(2, "Another text altogether."),
        text_block(4, "One. Two. Words 4."),
        text_block(5, "One. Two. News 5."),
        text_block(6, "One. Two. News 6."),
    ]
    found = forecast(draft(network.english, [*new, LOCKED | {"id": block_id(9)}]))
    assert outcomes(found, network.newyork_edition) == {
        block_id(1): Outcome.MERGES,
        block_id(2): Outcome.CONFLICTS,
        block_id(3): Outcome.ORPHANED,
        block_id(4): Outcome.STAYS,
        block_id(5): Outcome.STALE,
        "summary": Outcome.STAYS,
    }
    assert found.changed == tuple(map(block_id, (1, 2, 5, 6, 3)))
    assert found.headings[block_id(1)] == "Heading 1"
    assert (found.clinics, found.untouched) == (2, 1)
    assert found.counts[Outcome.STAYS] == 2


def test_correction_parks_in_every_language(network):
    decide(network.newyork_edition, replaced=[text_block(1, "Our words.")])
    decide(network.danish_edition, hidden=[block_id(1)])
    blocks = [text_block(1, "Corrected."), text_block(2, "Second words."), LOCKED]
    plain = forecast(draft(network.english, blocks))
    found = forecast(draft(network.english, blocks), [block_id(1)])
    assert [one.edition_id for one in plain.affected] == [network.newyork_edition.pk]
    assert outcomes(found, network.newyork_edition) == {block_id(1): Outcome.PARKED}
    assert outcomes(found, network.danish_edition) == {block_id(1): Outcome.PARKED}
    assert (plain.editions, found.editions) == (2, 3)


def test_held_editions_stay_and_are_listed(network):
    hold(network.newyork_edition)
    decide(network.english_edition, hidden=[block_id(2)])
    found = forecast(draft(network.english, [text_block(1, "News."), text_block(2, "Second words."), LOCKED]))
    assert [(one.edition_id, one.changes) for one in found.held] == [(network.newyork_edition.pk, False)]
    assert [(one.edition_id, one.changes) for one in found.affected if not one.is_held] == [
        (network.english_edition.pk, True)
    ]


def test_correction_changes_held_editions_too(network):
    hold(network.newyork_edition)
    blocks = [text_block(1, "Corrected."), text_block(2, "Also new."), LOCKED]
    found = forecast(draft(network.english, blocks), [block_id(1)])
    assert [(one.edition_id, one.changes) for one in found.held] == [(network.newyork_edition.pk, True)]


def test_rings_say_when_they_receive_it(network):
    ring = add_ring("Late", delay_hours=24)
    move_clinic(network.aalborg, ring)
    decide(network.english_edition, hidden=[block_id(2)])
    page = draft(network.english, [text_block(1, "News."), LOCKED])
    at_once, later = forecast(page), forecast(page, in_rings=True)
    assert [(one.name, one.starts_at is None, one.clinics) for one in at_once.rings] == [
        ("Everyone", True, 1),
        ("Late", True, 1),
    ]
    assert [(one.name, one.starts_at is None) for one in later.rings] == [("Everyone", True), ("Late", False)]
    assert at_once.affected[0].arrives_at is None
    assert later.affected[0].arrives_at == later.rings[1].starts_at


def test_release_overtakes_what_was_rolled_back(network):
    decide(network.newyork_edition, replaced=[text_block(1, "Our words.")])
    publish(network.english, body=[text_block(1, "Bad."), LOCKED])
    roll_back(Release.objects.filter(page=network.english).first(), default_ring(), "A mistake.")
    found = forecast(draft(network.english, [text_block(1, "Good."), LOCKED]))
    assert outcomes(found, network.newyork_edition) == {block_id(1): Outcome.CONFLICTS}
    assert found.affected[0].changes is True


def test_translations_that_are_left_behind_are_named_part_by_part(network):
    found = forecast(draft(network.english, [text_block(1, "News."), text_block(2, "Second words."), LOCKED]))
    (danish,) = found.translations
    assert (danish.page_id, danish.language) == (network.danish.pk, "da")
    assert danish.parts[block_id(1)] is TranslationState.CHANGED
    assert block_id(2) not in danish.parts
    assert forecast(draft(network.danish, title="Ny")).translations == ()


def test_edition_that_falls_back_is_counted_with_the_language_it_shows(network):
    page = make_library_page([text_block(7, "Only English.")], title="Migraine", slug="migraine")
    edition = make_edition(network.aalborg, page, language="da")
    decide(edition, hidden=[block_id(7)])
    found = forecast(draft(page, [text_block(7, "News.")]))
    assert (found.clinics, found.editions) == (1, 1)
    assert outcomes(found, edition) == {block_id(7): Outcome.STALE}


def test_samples_show_one_of_each_kind(network):
    clinics = [make_clinic(f"clinic{number}") for number in range(3)]
    merging, conflicting, held = [make_edition(clinic, network.english) for clinic in clinics]
    publish(network.english, body=[text_block(1, "One. Two."), LOCKED])
    decide(merging, replaced=[text_block(1, "One. Two.", heading="Ours")])
    decide(conflicting, replaced=[text_block(1, "Our own words for it.")])
    hold(held)
    found = forecast(draft(network.english, [text_block(1, "Another text altogether."), LOCKED]))
    assert [(one.kind, one.edition_id) for one in found.samples] == [
        (SampleKind.UNTOUCHED, network.newyork_edition.pk),
        (SampleKind.MERGES, merging.pk),
        (SampleKind.CONFLICTS, conflicting.pk),
        (SampleKind.HELD, held.pk),
    ]


def test_dry_run_only_reads(network):
    decide(network.newyork_edition, replaced=[text_block(1, "Our words.")])
    hold(network.english_edition)
    page = draft(network.english, [text_block(1, "News."), LOCKED])
    with CaptureQueriesContext(connection) as queries:
        forecast(page, [block_id(1)], in_rings=True)
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


def test_cost_depends_on_who_decided_something_and_not_on_who_follows(network):
    decide(network.newyork_edition, replaced=[text_block(1, "Our words.")])
    page = draft(network.english, [text_block(1, "News."), LOCKED])
    forecast(page)
    counts = []
    for number in range(3):
        with CaptureQueriesContext(connection) as queries:
            forecast(page)
        counts.append(len(queries))
        make_edition(make_clinic(f"clinic{number}"), network.english)
    assert len(set(counts)) == 1


def test_page_that_was_never_published_reaches_nobody_yet(network):
    page = make_library_page([text_block(7, "Words.")], title="Migraine", slug="migraine")
    page.unpublish()
    found = forecast(draft(page, [text_block(7, "News.")]))
    assert (found.editions, found.affected, found.samples) == (0, (), ())
    assert plan_rollout(Release.objects.filter(page=page).first()) == []


def test_release_in_one_language_lifts_nothing_that_a_ring_holds_back_in_another(network):
    decide(network.danish_edition, replaced=[text_block(2, "Vores ord.")])
    default_ring()
    publish(network.danish, body=[text_block(1, "Forkerte ord."), text_block(2, "Andre ord.")])
    roll_back(Release.objects.filter(page=network.danish).first(), default_ring(), "A mistake.")
    new = draft(network.english, [text_block(1, "First words."), text_block(2, "Corrected.")])
    (one,) = forecast(new, [block_id(1)]).affected
    trial = make_trial(new, [block_id(1)])
    clinic, _language = network.danish_edition.clinic_and_language()
    now, then = basis_pair(network.danish_edition, clinic, trial)
    assert (now.text, one.edition_id) == (then.text, network.danish_edition.pk)
    assert "Forkerte" not in str(then.library.text.blocks)
