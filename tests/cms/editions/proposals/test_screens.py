"""The screens of proposals, and who sees what there."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cms.editions.models import Edition, Proposal
from cms.editions.proposals.actions import decline, propose
from cms.editions.proposals.hooks import link_to_offers
from cms.library.models import LibraryPage
from cms.testing.network import block_id, publish, text_block


@pytest.fixture
def proposal(edition) -> Proposal:
    return propose(edition, block_id(2), note="Patients ask for this.", user=None)


def signed_in(user) -> Client:
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(user)
    return client


def address(name: str, *arguments) -> str:
    return reverse(f"editions_proposals:{name}", args=arguments)


def test_editor_of_a_page_leads_to_what_the_clinic_could_propose(network, edition, marketer) -> None:
    (button,) = link_to_offers(edition, marketer(network.newyork), "edit")
    assert button.url == address("offers", edition.pk)
    assert list(link_to_offers(edition, marketer(network.aalborg), "edit")) == []


def test_editor_sees_both_texts_word_by_word(proposal, editor) -> None:
    html = signed_in(editor).get(address("detail", proposal.pk)).content.decode()
    assert "<del>Second</del>" in html
    assert "<ins>Our own second</ins>" in html
    assert "Patients ask for this." in html
    assert "The library&#x27;s text is the one that the clinic started from." in html


def test_editor_is_told_that_the_library_moved(network, proposal, editor) -> None:
    publish(network.english, body=[text_block(1, "First words."), text_block(2, "Other words by now.")])
    html = signed_in(editor).get(address("detail", proposal.pk)).content.decode()
    assert "The library has changed its text since the clinic started from it." in html


def test_editor_accepts_on_the_screen(network, proposal, editor) -> None:
    client = signed_in(editor)
    form = client.get(address("detail", proposal.pk)).context["accept_form"]
    data = {"answer": "accept", "release_class": "substantive", "note": "", "seen": form.initial["seen"]}
    assert client.post(address("detail", proposal.pk), data).status_code == 302
    page = LibraryPage.objects.get(pk=network.english.pk)
    assert page.body.get_prep_value()[1]["value"]["body"] == "<p>Our own second words.</p>"
    assert page.releases.first().user == editor


def test_form_of_another_day_changes_nothing(network, proposal, editor) -> None:
    data = {"answer": "accept", "release_class": "editorial", "seen": "of another day"}
    response = signed_in(editor).post(address("detail", proposal.pk), data)
    assert "was changed while you were reading" in response.content.decode()
    assert Proposal.everywhere.get().state == "open"


def test_declining_without_a_reason_says_so_and_keeps_it_open(proposal, editor) -> None:
    response = signed_in(editor).post(address("detail", proposal.pk), {"answer": "decline", "reason": ""})
    assert "Say why, so that the clinic understands the answer." in response.content.decode()
    assert Proposal.everywhere.get().state == "open"


def test_clinic_reads_the_answer_in_its_list_and_on_its_dashboard(
    network, proposal, editor, marketer
) -> None:
    decline(proposal, reason="Too long for every clinic.", user=editor)
    client = signed_in(marketer(network.newyork))
    for url in (address("own"), reverse("wagtailadmin_home")):
        assert "Too long for every clinic." in client.get(url).content.decode()


def test_clinic_withdraws_on_the_screen(network, proposal, marketer) -> None:
    client = signed_in(marketer(network.newyork))
    assert client.post(address("detail", proposal.pk), {"answer": "withdraw"}).status_code == 302
    assert Proposal.everywhere.get().state == "withdrawn"


def test_clinic_may_not_accept_its_own_proposal(network, proposal, marketer) -> None:
    client = signed_in(marketer(network.newyork))
    client.post(address("detail", proposal.pk), {"answer": "accept", "release_class": "editorial"})
    assert Proposal.everywhere.get().state == "open"


def test_clinic_proposes_on_the_screen(network, edition, marketer) -> None:
    client = signed_in(marketer(network.newyork))
    listed = client.get(address("offers", edition.pk)).content.decode()
    assert address("propose", edition.pk, block_id(2)) in listed
    assert "Our own second" in client.get(address("propose", edition.pk, block_id(2))).content.decode()
    response = client.post(address("propose", edition.pk, block_id(2)), {"note": "Better."})
    assert (response.status_code, Proposal.everywhere.get().note) == (302, "Better.")


def test_other_clinics_find_nothing(network, proposal, edition, marketer) -> None:
    client = signed_in(marketer(network.aalborg))
    urls = [
        address("detail", proposal.pk),
        address("offers", edition.pk),
        address("propose", edition.pk, block_id(2)),
    ]
    assert [client.get(url).status_code for url in urls] == [404, 404, 404]
    answers = [client.post(urls[0], {"answer": name}).status_code for name in ("accept", "withdraw")]
    assert answers == [404, 404]
    assert client.post(urls[2], {"note": ""}).status_code == 404
    assert "Newyork" not in client.get(address("own")).content.decode()
    assert Proposal.everywhere.get().state == "open"


def test_clinic_does_not_see_the_librarys_list(network, proposal, marketer) -> None:
    response = signed_in(marketer(network.aalborg)).get(address("library"))
    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))


def test_menu_counts_what_waits_for_the_editor(proposal, editor) -> None:
    assert "Proposals (1)" in signed_in(editor).get(reverse("wagtailadmin_home")).content.decode()


def test_list_takes_as_many_queries_for_three_as_for_one(
    network, edition, editor, django_assert_max_num_queries, proposal
) -> None:
    client = signed_in(editor)
    client.get(address("library"))
    with django_assert_max_num_queries(60) as one:
        client.get(address("library"))
    for target in (block_id(50), "summary"):
        propose(Edition.objects.get(pk=edition.pk), target, user=None)
    with django_assert_max_num_queries(60) as three:
        client.get(address("library"))
    assert len(three) == len(one)


def test_what_cannot_be_proposed_has_no_button(network, edition, marketer) -> None:
    from cms.editions.actions import decide  # the only test that needs it

    people = {"heading": "Who treats this", "policy": "open", "intro": ""}
    decide(edition, added=[(block_id(1), {"type": "practitioners", "value": people, "id": block_id(60)})])
    html = signed_in(marketer(network.newyork)).get(address("propose", edition.pk, block_id(60)))
    assert "Send to the library" not in html.content.decode()
    assert "own people or places" in html.content.decode()
