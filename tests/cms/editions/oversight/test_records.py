"""The index of decisions: equal to the published editions, whatever happens to them."""

from __future__ import annotations

import random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.accounts.models import User
from cms.clinics.models import Clinic, ClinicLanguage
from cms.editions.actions import decide
from cms.editions.models import Decision, Edition, Follower
from cms.editions.oversight.records import Changes, record, record_decisions, reindex
from cms.editions.sources import local_layer
from cms.pages.models import SectionIndex
from cms.streams.digests import digest
from cms.testing.network import block_id, home_of, make_clinic, make_edition, text_block


def rows(edition: Edition) -> dict[str, tuple[object, ...]]:
    return {
        row.target: (row.kind, row.base_digest, row.own_digest, row.is_signed_off)
        for row in Decision.everywhere.filter(edition=edition)
    }


def in_index() -> set[tuple[object, ...]]:
    """Return all rows of the index, without who and when."""
    decisions = Decision.everywhere.values_list(
        "clinic__slug",
        "edition",
        "library_key",
        "language",
        "target",
        "kind",
        "base_digest",
        "base_correction",
        "base_revision",
        "own_digest",
    )
    return {
        *decisions,
        *Follower.everywhere.values_list("clinic__slug", "edition", "library_key", "language"),
    }


def by_hand() -> set[tuple[object, ...]]:
    """Say what the index ought to hold, from the stored rows of every published edition."""
    found: set[tuple[object, ...]] = set()
    for edition in Edition.objects.live():
        owner = ClinicLanguage.everywhere.select_related("clinic").get(home__path=edition.path[:8])
        whose = (owner.clinic.slug, edition.pk, edition.library_key, owner.language_code)
        found.add(whose)
        base = local_layer(edition).base
        for row in edition.local.get_prep_value():
            value = row["value"]
            if row["type"] == "follow":
                continue
            content = value["content"][0] if value.get("content") else None
            target = content["id"] if row["type"] == "add" else value["target"]
            own = _digest(content) if content else ""
            found.add((*whose, target, row["type"], *_base(base.blocks.get(target)), own))
        for row in edition.fields.get_prep_value():
            own = digest(row["type"], row["value"])
            found.add((*whose, row["type"], "field", *_base(base.fields.get(row["type"])), own))
    return found


def _digest(content: dict) -> str:
    return digest(content["type"], {key: item for key, item in content["value"].items() if key != "policy"})


def _base(base) -> tuple[object, ...]:
    return (base.digest, base.correction, base.revision) if base else ("", 0, None)


def test_index_holds_each_decision_of_a_published_edition(network):
    own = text_block(2, "Our words.")
    decide(
        network.newyork_edition,
        replaced=[own],
        hidden=[block_id(1)],
        added=[(block_id(4), text_block(9, "More."))],
        fields={"title": "Sciatica here"},
    )
    assert {target: values[0] for target, values in rows(network.newyork_edition).items()} == {
        block_id(1): "hide",
        block_id(2): "replace",
        block_id(9): "add",
        "title": "field",
    }
    assert in_index() == by_hand()


def test_draft_changes_nothing(network):
    edition = network.newyork_edition
    decide(edition, hidden=[block_id(1)])
    before = in_index()
    draft = edition.get_latest_revision_as_object()
    draft.local = []
    draft.title = "Another"
    draft.save_revision()
    assert in_index() == before


def test_unpublished_edition_has_no_rows(network):
    decide(network.newyork_edition, hidden=[block_id(1)])
    network.newyork_edition.unpublish()
    assert rows(network.newyork_edition) == {}
    assert not Follower.everywhere.filter(edition=network.newyork_edition).exists()


def test_edition_unpublished_as_a_plain_page_has_no_rows(network):
    decide(network.newyork_edition, hidden=[block_id(1)])
    Page.objects.get(pk=network.newyork_edition.pk).unpublish()
    assert rows(network.newyork_edition) == {}


def test_deleted_edition_has_no_rows(network):
    decide(network.newyork_edition, hidden=[block_id(1)])
    Page.objects.get(pk=network.newyork_edition.pk).delete()
    assert in_index() == by_hand()
    assert not Decision.everywhere.exists()


def test_moved_edition_belongs_to_the_clinic_where_it_stands(network):
    decide(network.newyork_edition, hidden=[block_id(1)])
    other = make_clinic("minnetonka")
    section = SectionIndex.objects.descendant_of(home_of(other)).get()
    Page.objects.get(pk=network.newyork_edition.pk).move(section, pos="last-child")
    assert Decision.everywhere.get().clinic == other
    assert in_index() == by_hand()


def test_moved_section_takes_its_editions_along(network):
    decide(network.newyork_edition, hidden=[block_id(1)])
    other = make_clinic("minnetonka")
    section = SectionIndex.objects.descendant_of(home_of(network.newyork)).get()
    section.slug = "conditions-of-newyork"
    section.save()
    section.move(home_of(other), pos="last-child")
    assert Decision.everywhere.get().clinic == other


def test_home_without_a_clinic_has_no_rows(network):
    decide(network.newyork_edition, hidden=[block_id(1)])
    ClinicLanguage.everywhere.filter(clinic=network.newyork).get().delete()
    assert not Follower.everywhere.filter(edition=network.newyork_edition).exists()
    assert not Decision.everywhere.exists()


def test_who_and_when_stay_while_the_decision_stays(network):
    edition = network.newyork_edition
    author, other = (User.objects.create_superuser(f"{name}@x.example") for name in ("author", "other"))
    decide(edition, replaced=[text_block(2, "Our words.")], user=author)
    first = Decision.everywhere.get()
    edition = Edition.objects.get(pk=edition.pk)
    decide(edition, hidden=[block_id(1)], user=other)
    kept = Decision.everywhere.get(target=block_id(2))
    assert (kept.pk, kept.decided_at, kept.decided_by) == (first.pk, first.decided_at, author)
    assert Decision.everywhere.get(target=block_id(1)).decided_by == other


def test_new_words_are_a_new_decision(network):
    edition = network.newyork_edition
    author, other = (User.objects.create_superuser(f"{name}@x.example") for name in ("author", "other"))
    decide(edition, replaced=[text_block(2, "Our words.")], user=author)
    first = Decision.everywhere.get()
    edition = Edition.objects.get(pk=edition.pk)
    row = edition.local.get_prep_value()[0]
    row["value"]["content"][0]["value"]["body"] = "<p>Other words.</p>"
    edition.local = edition.local.stream_block.to_python([row])
    edition.save_revision(user=other).publish(user=other)
    changed = Decision.everywhere.get()
    assert changed.decided_by == other
    assert changed.decided_at > first.decided_at


def test_index_is_taken_back_with_the_publication(network):
    before = in_index()
    with transaction.atomic():
        decide(network.newyork_edition, hidden=[block_id(1)])
        assert in_index() != before
        transaction.set_rollback(True)
    assert in_index() == before


def test_reindex_mends_and_counts_what_is_wrong(network):
    decide(network.newyork_edition, hidden=[block_id(1)], replaced=[text_block(2, "Ours.")])
    decide(network.danish_edition, hidden=[block_id(4)])
    right = in_index()
    assert reindex() == Changes()
    Decision.everywhere.filter(target=block_id(1)).delete()
    Decision.everywhere.filter(target=block_id(2)).update(base_digest="wrong")
    Decision.everywhere.create(
        clinic=network.newyork,
        edition=network.english_edition,
        library_key=network.english.translation_key,
        language="en",
        target="nothing",
        kind="hide",
        decided_at=Decision.everywhere.first().decided_at,
    )
    assert reindex() == Changes(missing=1, needless=1, different=1)
    assert in_index() == right


def test_recording_many_editions_takes_as_many_queries_as_one(network):
    page = network.english
    others = [make_edition(make_clinic(f"clinic{number}"), page) for number in range(3)]
    editions = [network.newyork_edition, *others]
    for edition in editions:
        decide(edition, hidden=[block_id(1)], added=[("", text_block(9, "More."))])
    fresh = list(Edition.objects.select_related("live_revision").filter(pk__in=[e.pk for e in editions]))
    counts = []
    for some in (fresh[:1], fresh):
        Decision.everywhere.all().delete()
        Follower.everywhere.all().delete()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            record(some)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_untouched_edition_costs_little(network, django_assert_max_num_queries):
    edition = Edition.objects.select_related("live_revision").get(pk=network.newyork_edition.pk)
    with django_assert_max_num_queries(5):
        record_decisions(edition)


def test_long_ids_and_repeated_entries_do_not_break_publishing(network):
    edition = network.newyork_edition
    content = {"type": "text", "value": {"heading": "A", "body": "<p>x</p>"}, "id": "x" * 80}
    edition.local = edition.local.stream_block.to_python(
        [
            {"type": "hide", "value": {"target": block_id(1)}, "id": "1"},
            {"type": "hide", "value": {"target": block_id(1)}, "id": "2"},
            {"type": "follow", "value": {"target": block_id(2)}, "id": "3"},
            {"type": "hide", "value": {"target": block_id(2)}, "id": "4"},
            {"type": "add", "value": {"content": [content]}, "id": "5"},
        ]
    )
    edition.save_revision().publish()
    assert {target: values[0] for target, values in rows(edition).items()} == {
        block_id(1): "hide",
        "x" * 64: "add",
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_index_equals_a_recomputation_after_random_edits(network, seed):
    chance = random.Random(seed)
    clinics = [network.newyork, make_clinic("minnetonka")]
    make_edition(clinics[1], network.english)
    for _ in range(12):
        edition = chance.choice(list(Edition.objects.all()))
        _edit(edition, chance)
        assert in_index() == by_hand()
    assert reindex() == Changes()
    Clinic.objects.get(pk=clinics[1].pk)


def _edit(edition: Edition, chance: random.Random) -> None:
    taken = {row["value"].get("target") for row in edition.local.get_prep_value()}
    free = [number for number in (1, 2, 4) if block_id(number) not in taken]
    match chance.choice(["hide", "replace", "add", "field", "reset", "unpublish", "publish", "draft"]):
        case "hide" if free:
            decide(edition, hidden=[block_id(chance.choice(free))])
        case "replace" if free:
            decide(edition, replaced=[text_block(chance.choice(free), f"Words {chance.random()}")])
        case "add":
            number = chance.randrange(100, 10_000)
            if block_id(number) not in {
                row["value"]["content"][0]["id"]
                for row in edition.local.get_prep_value()
                if row["type"] == "add"
            }:
                decide(edition, added=[("", text_block(number, "More."))])
        case "field":
            decide(edition, fields={"title": f"Title {chance.random()}"})
        case "reset":
            edition.local, edition.fields, edition.base = [], [], {}
            edition.save_revision().publish()
        case "unpublish":
            edition.unpublish()
        case "publish":
            edition.save_revision().publish()
        case "draft":
            edition.local = []
            edition.save_revision()
