"""Offering words to the library: whose, which, and what never leaves the clinic."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, PageLogEntry

from cms.editions.actions import decide
from cms.editions.models import Edition, Proposal
from cms.editions.proposals.actions import accept, decline, propose, withdraw
from cms.editions.proposals.content import notices
from cms.editions.proposals.queries import offers_of, proposals_of
from cms.library.queries import library_collection
from cms.testing.network import block_id, publish, text_block


def picture(collection: Collection):
    return get_image_model().objects.create(
        title="A picture", file=get_test_image_file(), collection=collection
    )


def with_words(edition: Edition, body: str) -> Edition:
    block = text_block(2, "")
    block["value"]["body"] = body
    decide(edition, replaced=[block])
    return Edition.objects.get(pk=edition.pk)


def test_proposal_keeps_words_base_note_and_person(network, edition, marketer) -> None:
    user = marketer(network.newyork)
    made = propose(edition, block_id(2), note=" Clearer. ", user=user)
    assert (made.clinic, made.edition, made.library_page) == (network.newyork, edition, network.english)
    assert made.value["value"]["body"] == "<p>Our own second words.</p>"
    assert made.base["value"]["body"] == "<p>Second words.</p>"
    assert (made.note, made.proposed_by, made.state) == ("Clearer.", user, "open")


def test_proposal_is_logged_with_its_reason(network, edition, marketer) -> None:
    user = marketer(network.newyork)
    made = propose(edition, block_id(2), note="Clearer.", user=user)
    entry = PageLogEntry.objects.get(page=edition.pk, action="editions.proposal_made")
    assert (entry.user, entry.data) == (
        user,
        {"proposal": made.pk, "target": block_id(2), "why": "Clearer."},
    )


def test_offers_are_what_the_clinic_wrote(edition) -> None:
    assert [offer.target for offer in offers_of(edition)] == ["summary", block_id(2), block_id(50)]


def test_added_block_remembers_the_library_blocks_before_it(edition) -> None:
    assert propose(edition, block_id(50), user=None).value["after"] == [block_id(2), block_id(1)]


def test_marketer_of_another_clinic_may_not(network, edition, marketer) -> None:
    with pytest.raises(PermissionDenied):
        propose(edition, block_id(2), user=marketer(network.aalborg))
    assert Proposal.everywhere.count() == 0


def test_library_editor_may_not_propose_for_a_clinic(edition, editor) -> None:
    with pytest.raises(PermissionDenied):
        propose(edition, block_id(2), user=editor)


@pytest.mark.parametrize("target", [block_id(1), "title", "nothing"])
def test_part_without_own_words_is_refused(edition, target) -> None:
    with pytest.raises(ValidationError, match="nothing to propose"):
        propose(edition, target, user=None)


def test_words_of_a_draft_are_refused(edition) -> None:
    edition.unpublish()
    with pytest.raises(ValidationError, match="Publish your page first"):
        propose(edition, block_id(2), user=None)


def test_second_proposal_for_one_part_is_refused_until_the_first_is_answered(edition) -> None:
    first = propose(edition, block_id(2), user=None)
    with pytest.raises(ValidationError, match="waits for the library"):
        propose(edition, block_id(2), user=None)
    decline(first, reason="Not now.", user=None)
    assert propose(edition, block_id(2), user=None).state == "open"


def test_block_that_the_library_dropped_is_refused(network, edition) -> None:
    publish(network.english, body=[text_block(1, "First words.")])
    with pytest.raises(ValidationError, match="does not have this block any more"):
        propose(edition, block_id(2), user=None)


def test_page_that_the_library_lacks_in_this_language_is_refused(network, edition) -> None:
    network.english.unpublish()
    with pytest.raises(ValidationError, match="no published page in this language"):
        propose(edition, block_id(2), user=None)


def test_clinics_own_picture_is_refused(network, edition) -> None:
    own = picture(Collection.get_first_root_node().add_child(name="New York"))
    decide(edition, fields={"hero": {"image": own.pk, "alt": ""}})
    with pytest.raises(ValidationError, match="“A picture” is the clinic's own"):
        propose(edition, "hero", user=None)


def test_library_picture_may_be_proposed(edition) -> None:
    shared = picture(library_collection())
    decide(edition, fields={"hero": {"image": shared.pk, "alt": "Hills"}})
    assert propose(edition, "hero", user=None).value["value"] == {"image": shared.pk, "alt": "Hills"}


def test_clinics_own_picture_inside_a_block_is_refused(edition) -> None:
    own = picture(Collection.get_first_root_node().add_child(name="New York"))
    figure = {"heading": "", "policy": "open", "image": own.pk, "alt": "Us", "licence": "own"}
    decide(edition, replaced=[{"type": "figure", "value": {**figure, "heading": "Us"}, "id": block_id(1)}])
    with pytest.raises(ValidationError, match="is the clinic's own"):
        propose(edition, block_id(1), user=None)


def test_link_to_a_clinics_own_page_is_refused(network, edition) -> None:
    home = network.newyork.site.root_page
    changed = with_words(edition, f'<p>See <a linktype="page" id="{home.pk}">our home</a>.</p>')
    with pytest.raises(ValidationError, match="links to the clinic's own page"):
        propose(changed, block_id(2), user=None)


def test_link_to_a_library_page_may_be_proposed(network, edition) -> None:
    changed = with_words(edition, f'<p>See <a linktype="page" id="{network.english.pk}">this</a>.</p>')
    assert propose(changed, block_id(2), user=None).state == "open"


def test_block_of_practitioners_is_refused(edition) -> None:
    people = {"heading": "Who treats this", "policy": "open", "intro": ""}
    block = {"type": "practitioners", "value": people, "id": block_id(60)}
    decide(edition, added=[(block_id(1), block)])
    with pytest.raises(ValidationError, match="the clinic's own people"):
        propose(edition, block_id(60), user=None)


def test_variables_and_the_clinics_name_are_pointed_out(network, edition) -> None:
    changed = with_words(edition, "<p>Call {phone}: Newyork Clinic is there for you.</p>")
    offer = next(one for one in offers_of(changed) if one.target == block_id(2))
    assert [("{phone}" in line, "Newyork Clinic" in line) for line in notices(offer, network.newyork)] == [
        (True, False),
        (False, True),
    ]


def test_withdrawal_leaves_the_page_and_closes_the_proposal(network, edition, marketer) -> None:
    user = marketer(network.newyork)
    before = network.get(network.newyork, "/conditions/sciatica/").content
    done = withdraw(propose(edition, block_id(2), user=user), user=user)
    assert (done.state, done.decided_by) == (Proposal.State.WITHDRAWN, user)
    assert network.get(network.newyork, "/conditions/sciatica/").content == before


def test_marketer_of_another_clinic_may_not_withdraw(network, edition, marketer) -> None:
    proposal = propose(edition, block_id(2), user=None)
    with pytest.raises(PermissionDenied):
        withdraw(proposal, user=marketer(network.aalborg))


def test_declining_needs_a_reason_and_the_right(network, edition, editor, marketer) -> None:
    proposal = propose(edition, block_id(2), user=None)
    with pytest.raises(PermissionDenied):
        decline(proposal, reason="No.", user=marketer(network.newyork))
    with pytest.raises(ValidationError, match="Say why"):
        decline(proposal, reason="  ", user=editor)
    answered = decline(proposal, reason="Too long.", user=editor)
    assert (answered.state, answered.reason, answered.decided_by) == ("declined", "Too long.", editor)


def test_proposals_of_a_user_are_those_of_the_users_clinics(network, edition, marketer) -> None:
    decide(network.danish_edition, fields={"summary": "Vores."})
    theirs = propose(Edition.objects.get(pk=network.danish_edition.pk), "summary", user=None)
    ours = propose(edition, "summary", user=None)
    assert list(proposals_of(marketer(network.newyork))) == [ours]
    assert list(proposals_of(marketer(network.aalborg))) == [theirs]


def test_note_is_as_long_as_that_of_a_release_at_most(network, edition) -> None:
    with pytest.raises(ValidationError, match="Make the note shorter: it may have 300 characters"):
        propose(edition, block_id(2), note="x" * 301, user=None)
    made = propose(edition, block_id(2), note="x" * 300 + " ", user=None)
    with pytest.raises(ValidationError, match="Make the note shorter: it may have 300 characters"):
        accept(made, note="x" * 301, user=None)
