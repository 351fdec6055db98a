"""Accepting a proposal: the library takes the words, and nobody's page loses any."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from cms.editions.actions import decide
from cms.editions.effective import resolve_edition
from cms.editions.models import Edition, Proposal
from cms.editions.proposals.actions import accept, propose
from cms.editions.resolving.values import Flag
from cms.library.models import LibraryPage, Release
from cms.testing.network import block_id, publish, text_block

PATH = "/conditions/sciatica/"
OWN = "Our own second words."


@pytest.fixture
def two(network):
    """A second clinic of one language, and its edition of the same page."""
    from cms.testing.network import make_clinic, make_edition  # the fixture of this file alone needs them

    boston = make_clinic("boston")
    return boston, make_edition(boston, network.english)


def library(network) -> list[tuple[str, str]]:
    page = LibraryPage.objects.get(pk=network.english.pk)
    return [(block["id"], block["value"]["body"]) for block in page.body.get_prep_value()]


def accepted(edition: Edition, target: str, **options) -> Proposal:
    return accept(propose(edition, target, user=None), user=None, **options)


@pytest.mark.parametrize("target", [block_id(2), block_id(50), "summary"])
def test_clinic_page_is_the_same_to_the_byte(network, edition, target) -> None:
    before = network.get(network.newyork, PATH).content
    accepted(edition, target)
    assert network.get(network.newyork, PATH).content == before


def test_all_parts_accepted_leave_nothing_of_its_own(network, edition) -> None:
    before = network.get(network.newyork, PATH).content
    for target in (block_id(2), "summary", block_id(50)):
        accepted(edition, target)
    left = Edition.objects.get(pk=edition.pk)
    assert (left.local.get_prep_value(), left.fields.get_prep_value(), left.base) == ([], [], {})
    assert network.get(network.newyork, PATH).content == before


def test_library_says_the_words_under_its_own_id_and_policy(network, edition) -> None:
    publish(network.english, body=[text_block(1, "First words."), text_block(2, "Two.", policy="review")])
    accepted(edition, block_id(2))
    page = LibraryPage.objects.get(pk=network.english.pk)
    second = page.body.get_prep_value()[1]
    assert (second["id"], second["value"]["policy"]) == (block_id(2), "review")
    assert OWN in second["value"]["body"]


def test_added_block_becomes_a_library_block_with_its_id(network, edition) -> None:
    accepted(edition, block_id(50))
    ids = [key for key, _words in library(network)]
    assert ids == [block_id(number) for number in (1, 2, 50, 3, 4)]


def test_release_has_class_note_and_nothing_else(network, edition) -> None:
    before = library(network)
    proposal = accepted(edition, block_id(2), release_class="substantive", note="Clearer.")
    release = Release.objects.get(page=network.english, pk=proposal.release_id)
    assert (release.release_class, release.note) == ("substantive", "Clearer.")
    assert library(network) == [before[0], (block_id(2), f"<p>{OWN}</p>"), *before[2:]]


def test_draft_keeps_its_other_edits_and_gets_the_change(network, edition) -> None:
    page = LibraryPage.objects.get(pk=network.english.pk)
    page.summary = "A summary in a draft."
    page.save_revision()
    accepted(edition, block_id(2))
    page = LibraryPage.objects.get(pk=network.english.pk)
    draft = page.get_latest_revision_as_object()
    assert page.summary == "About Sciatica."
    assert page.has_unpublished_changes
    assert draft.summary == "A summary in a draft."
    assert OWN in draft.body.get_prep_value()[1]["value"]["body"]


def test_draft_of_the_same_block_is_not_overwritten(network, edition) -> None:
    page = LibraryPage.objects.get(pk=network.english.pk)
    publish_draft = page.body.get_prep_value()
    publish_draft[1]["value"]["body"] = "<p>Drafted.</p>"
    page.body = page.body.stream_block.to_python(publish_draft)
    page.save_revision()
    before = library(network)
    with pytest.raises(ValidationError, match="draft"):
        accepted(edition, block_id(2))
    assert library(network) == before
    assert Proposal.everywhere.get().state == Proposal.State.OPEN


def test_newer_draft_of_the_edition_keeps_its_edits_and_follows(network, edition) -> None:
    draft = Edition.objects.get(pk=edition.pk)
    draft.fields = draft.fields.stream_block.to_python(
        [*draft.fields.get_prep_value(), {"type": "title", "value": "Drafted", "id": "title"}]
    )
    draft.save_revision()
    accepted(edition, block_id(2))
    draft = Edition.objects.get(pk=edition.pk).get_latest_revision_as_object()
    assert {row["type"] for row in draft.fields.get_prep_value()} == {"summary", "title"}
    assert "replace" not in {row["type"] for row in draft.local.get_prep_value()}


def test_clinic_without_own_version_gets_the_new_words(network, edition, two) -> None:
    accepted(edition, block_id(2))
    assert OWN in network.get(two[0], PATH).content.decode()


def test_clinic_with_own_version_keeps_it_and_is_told(network, edition, two) -> None:
    boston, theirs = two
    decide(theirs, replaced=[text_block(2, "Boston's words.")])
    accepted(edition, block_id(2))
    assert "Boston's words." in network.get(boston, PATH).content.decode()
    clinic, language = Edition.objects.get(pk=theirs.pk).clinic_and_language()
    page, _source = resolve_edition(Edition.objects.get(pk=theirs.pk), clinic, language.code)
    assert {block.id: block.provenance.flags for block in page.blocks}[block_id(2)] == {Flag.STALE}


def test_second_clinic_with_the_same_words_follows_without_a_release(network, edition, two) -> None:
    theirs = two[1]
    decide(theirs, replaced=[text_block(2, OWN)])
    first, second = propose(edition, block_id(2), user=None), propose(theirs, block_id(2), user=None)
    accept(first, user=None)
    releases = Release.objects.count()
    answered = accept(second, user=None)
    assert (answered.state, answered.release) == (Proposal.State.ACCEPTED, None)
    assert Release.objects.count() == releases
    assert Edition.objects.get(pk=theirs.pk).local.get_prep_value() == []


def test_second_proposal_for_one_block_stays_open_and_knows_that_the_library_moved(
    network, edition, two
) -> None:
    decide(two[1], replaced=[text_block(2, "Boston's words.")])
    other = propose(two[1], block_id(2), user=None)
    accepted(edition, block_id(2))
    other.refresh_from_db()
    assert other.state == Proposal.State.OPEN
    with pytest.raises(ValidationError, match="without a decision"):
        accept(other, user=None, merged=True)
    accept(other, user=None)
    assert library(network)[1] == (block_id(2), "<p>Boston's words.</p>")


def test_merge_takes_both_changes_and_leaves_the_clinic_its_own(network, two) -> None:
    edition = network.newyork_edition
    long = "<p>One sentence here.</p><p>Another sentence there.</p>"
    body = [text_block(1, "First words."), text_block(2, ""), text_block(3, "Locked words.", policy="locked")]
    body[1]["value"]["body"] = long
    publish(network.english, body=body)
    ours = {**body[1], "value": {**body[1]["value"], "body": long.replace("there", "in our town")}}
    decide(edition, replaced=[ours])
    proposal = propose(edition, block_id(2), user=None)
    moved = [body[0], {**body[1], "value": {**body[1]["value"], "body": long.replace("One", "A")}}, body[2]]
    publish(network.english, body=moved)
    before = network.get(network.newyork, PATH).content
    accept(proposal, user=None, merged=True)
    assert library(network)[1][1] == "<p>A sentence here.</p><p>Another sentence in our town.</p>"
    assert network.get(network.newyork, PATH).content == before


def test_words_that_the_clinic_changed_since_stay_and_the_proposal_keeps_its_own(network, edition) -> None:
    proposal = propose(edition, block_id(2), user=None)
    rows = edition.local.get_prep_value()
    rewritten = [row for row in rows if row["type"] != "replace"]
    edition.local = edition.local.stream_block.to_python(rewritten)
    edition.base = {**edition.base, "blocks": {}}
    edition.save_revision().publish()
    decide(Edition.objects.get(pk=edition.pk), replaced=[text_block(2, "Newer words of ours.")])
    before = network.get(network.newyork, PATH).content
    accept(proposal, user=None)
    assert library(network)[1] == (block_id(2), f"<p>{OWN}</p>")
    assert network.get(network.newyork, PATH).content == before
    assert "Newer words of ours." in before.decode()


def test_edition_that_is_gone_does_not_hinder(network, edition) -> None:
    proposal = propose(edition, block_id(2), user=None)
    edition.delete()
    proposal.refresh_from_db()
    assert accept(proposal, user=None).state == Proposal.State.ACCEPTED
    assert library(network)[1] == (block_id(2), f"<p>{OWN}</p>")


def test_block_that_the_library_removed_is_refused(network, edition) -> None:
    proposal = propose(edition, block_id(2), user=None)
    publish(network.english, body=[text_block(1, "First words.")])
    with pytest.raises(ValidationError, match="no such block"):
        accept(proposal, user=None)


def test_library_that_changed_while_reading_is_not_overwritten(network, edition) -> None:
    proposal = propose(edition, block_id(2), user=None)
    with pytest.raises(ValidationError, match="while you were reading"):
        accept(proposal, user=None, seen="of another day")


def test_held_edition_keeps_its_own_words(network, edition) -> None:
    from cms.editions.models import Hold  # the only test that holds an edition

    Hold.objects.create(edition=edition, release=Release.objects.filter(page=network.english).first())
    before = network.get(network.newyork, PATH).content
    accepted(edition, block_id(2))
    assert network.get(network.newyork, PATH).content == before
    assert "replace" in {row["type"] for row in Edition.objects.get(pk=edition.pk).local.get_prep_value()}


def test_translation_goes_to_the_page_of_its_language(network) -> None:
    decide(network.danish_edition, replaced=[text_block(2, "Vores egne ord.")])
    english = library(network)
    accepted(Edition.objects.get(pk=network.danish_edition.pk), block_id(2))
    danish = LibraryPage.objects.get(pk=network.danish.pk).body.get_prep_value()
    assert danish[1]["value"]["body"] == "<p>Vores egne ord.</p>"
    assert library(network) == english


def test_moved_page_keeps_its_order(network, edition) -> None:
    rows = edition.local.get_prep_value()
    follow = [{"type": "follow", "value": {"target": block_id(4)}, "id": block_id(4)}]
    edition.local = edition.local.stream_block.to_python([*follow, *rows])
    edition.save_revision().publish()
    before = network.get(network.newyork, PATH).content
    for target in (block_id(50), block_id(2)):
        accepted(Edition.objects.get(pk=edition.pk), target)
    assert network.get(network.newyork, PATH).content == before


def test_twice_is_refused(network, edition) -> None:
    proposal = propose(edition, block_id(2), user=None)
    accept(proposal, user=None)
    with pytest.raises(ValidationError, match="answered already"):
        accept(proposal, user=None)


def test_correction_is_no_class_of_a_proposal(network, edition) -> None:
    with pytest.raises(ValidationError, match="correction"):
        accepted(edition, block_id(2), release_class="safety")


def test_marketer_may_not_accept(network, edition, marketer) -> None:
    proposal = propose(edition, block_id(2), user=None)
    with pytest.raises(PermissionDenied):
        accept(proposal, user=marketer(network.newyork))
    assert Proposal.everywhere.get().state == Proposal.State.OPEN


def test_words_that_the_library_cannot_hold_are_refused_with_the_reason(network, edition) -> None:
    decide(edition, fields={"summary": ""})
    before = library(network)
    with pytest.raises(ValidationError, match="can't take these words"):
        accepted(Edition.objects.get(pk=edition.pk), "summary")
    assert library(network) == before


def test_old_words_that_no_form_lets_in_do_not_enter_the_library(network, edition) -> None:
    proposal = propose(edition, block_id(2), user=None)
    proposal.value["value"]["body"] += "<script>alert(1)</script><p onclick=1>x</p>"
    proposal.save()
    accept(proposal, user=None)
    words = dict(library(network))[block_id(2)]
    assert (OWN in words, "script" in words, "onclick" in words) == (True, False, False)


def test_proposed_field_that_its_block_has_not_is_refused_in_words(network, edition) -> None:
    proposal = propose(edition, block_id(2), user=None)
    proposal.value["value"]["nosuch"] = 1
    proposal.save()
    with pytest.raises(ValidationError, match="can't take these words as they are: Text: There is no field"):
        accept(proposal, user=None)
