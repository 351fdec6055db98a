"""The screens of the inbox: what they show, what they refuse, and to whom they do not exist."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cms.editions.models import Answer
from cms.editions.updates.actions import accept, keep
from cms.editions.updates.queries import waiting
from cms.testing.network import block_id
from tests.cms.editions.updates.conftest import fresh, marketer_of, move_on, network_owner, shape, the

B1, B2 = block_id(1), block_id(2)
HOST = "admin.localhost"


def client_of(user):
    client = Client(HTTP_HOST=HOST)
    client.force_login(user)
    return client


@pytest.fixture
def marketer(decided):
    return client_of(marketer_of(decided.newyork))


@pytest.fixture
def stranger(decided):
    return client_of(marketer_of(decided.aalborg))


def inbox(clinic="newyork"):
    return reverse("editions_updates:inbox", args=[clinic])


def address(network, target, name="item"):
    return reverse(f"editions_updates:{name}", args=["newyork", network.newyork_edition.pk, target])


def row(item):
    return f"{item.key}:{item.stamp}"


def said(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split())


def test_inbox_lists_what_waits_under_its_page(decided, marketer):
    move_on(decided.english, b1="First words, mended.", gone=(2,))
    page = said(marketer.get(inbox()))
    assert "2 updates wait for a decision." in page
    for words in ("Sciatica", "Heading 1 (Text)", "Changed in the library", "Removed from the library"):
        assert words in page


def test_empty_inbox_says_what_was_compared(decided, marketer):
    assert "We compared 1 page with changes of your own with the library, on" in said(marketer.get(inbox()))


def test_inbox_is_filtered_by_reason(decided, marketer):
    move_on(decided.english, b1="First words, mended.", gone=(2,))
    page = said(marketer.get(inbox(), {"reason": "orphaned"}))
    assert ("Heading 2 (Text)" in page, "Heading 1 (Text)" in page) == (True, False)


def test_many_are_answered_at_once_and_undone_at_once(decided, marketer):
    move_on(decided.english, b1="First words, mended.", b2="Two.")
    before = shape(decided.newyork)
    items = [row(one) for one in waiting(decided.newyork)]
    page = said(marketer.post(inbox(), {"item": items, "choice": "accept"}, follow=True))
    assert "Took the library&#x27;s version for 2 updates." in page
    assert waiting(decided.newyork) == ()
    answers = list(Answer.everywhere.values_list("pk", flat=True))
    undo = reverse("editions_updates:undo", args=["newyork"])
    assert "2 answers were taken back." in said(marketer.post(undo, {"answer": answers}, follow=True))
    assert shape(decided.newyork) == before


def test_bulk_says_what_it_could_not_do(decided, marketer):
    move_on(decided.english, b1="First words, mended.", b2="Two.")
    items = [row(one) for one in waiting(decided.newyork)]
    page = said(marketer.post(inbox(), {"item": items, "choice": "merge"}, follow=True))
    assert "Took both changes together for 1 update." in page
    assert "Sciatica, Heading 2 (Text): You and the library changed the same words." in page


def test_bulk_without_a_tick_or_with_nonsense_changes_nothing(decided, marketer):
    move_on(decided.english, b1="First words, mended.")
    assert "Tick the updates" in said(marketer.post(inbox(), {"choice": "accept"}, follow=True))
    assert "Tick the updates" in said(
        marketer.post(inbox(), {"item": ["x"], "choice": "accept"}, follow=True)
    )
    assert marketer.post(inbox(), {"choice": "explode"}).status_code == 404
    assert shape(decided.newyork) == [(B1, ["stale"])]


def test_item_shows_three_versions_with_their_differences(decided, marketer):
    move_on(decided.english, b1="First words, mended.")
    html = marketer.get(address(decided, B1)).content.decode()
    page = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    for words in ("When you decided", "The library now", "Your version", "Both changes fit together."):
        assert words in page
    assert re.search(r"<ins><span class=\"w-sr-only\">added: </span>[^<]*mended", html)


def test_answer_goes_on_to_the_next_item(decided, marketer):
    move_on(decided.english, b1="First words, mended.", b2="Two.")
    data = {"choice": "accept", "shown": the(decided.newyork, B1).stamp}
    response = marketer.post(address(decided, B1), data)
    assert response.url == address(decided, B2)


def test_last_answer_leads_back_to_the_list(decided, marketer):
    move_on(decided.english, b2="Two.")
    data = {"choice": "keep", "shown": the(decided.newyork, B2).stamp}
    assert marketer.post(address(decided, B2), data).url == inbox()


def test_stale_form_is_refused_and_shows_how_things_stand(decided, marketer):
    move_on(decided.english, b2="Two.")
    seen = the(decided.newyork, B2).stamp
    move_on(decided.english, b2="Three.")
    page = said(marketer.post(address(decided, B2), {"choice": "accept", "shown": seen}, follow=True))
    assert "This has changed since you opened it, so nothing was stored." in page
    assert "Three." in page
    assert Answer.everywhere.count() == 0


def test_item_that_a_colleague_decided_leads_to_the_list(decided, marketer):
    move_on(decided.english, b2="Two.")
    keep(decided.newyork_edition, B2)
    page = said(marketer.get(address(decided, B2), follow=True))
    assert "This was decided already." in page


@pytest.mark.parametrize("target", [block_id(77), "nosuch"])
def test_item_that_is_no_part_of_the_page_leads_to_the_list_and_says_so(decided, marketer, target):
    page = said(marketer.get(address(decided, target), follow=True))
    assert ("There is no such part on this page." in page, "decided already" in page) == (True, False)


def test_new_version_is_written_in_the_blocks_form(decided, marketer):
    move_on(decided.english, b2="Two.")
    url = address(decided, B2, "rewrite")
    assert marketer.get(url).status_code == 200
    data = {
        "shown": the(decided.newyork, B2).stamp,
        "reason": "",
        "version-heading": "Ours",
        "version-policy": "open",
        "version-body": '{"blocks": [{"key": "a", "text": "A third way.", "type": "unstyled", "depth": 0, '
        '"inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}',
    }
    page = said(marketer.post(url, data, follow=True))
    assert "Wrote a new version" in page
    assert "A third way." in str(fresh(decided.newyork_edition).local.get_prep_value())


def test_new_version_with_a_mistake_keeps_what_was_written(decided, marketer):
    move_on(decided.english, summary="New.")
    url = address(decided, "summary", "rewrite")
    response = marketer.post(url, {"version": "Call {nobody}.", "reason": "", "shown": ""})
    assert response.status_code == 200
    assert "Call {nobody}." in response.content.decode()
    assert Answer.everywhere.count() == 0


def test_log_shows_answers_with_a_way_back(decided, marketer):
    move_on(decided.english, b2="Two.")
    accept(decided.newyork_edition, B2, reason="Better.")
    page = said(marketer.get(reverse("editions_updates:log", args=["newyork"])))
    assert "Took the library's version : Sciatica, Heading 2 (Text)" in page.replace("&#x27;", "'")
    assert "Better." in page


def test_another_clinics_inbox_does_not_exist(decided, stranger):
    move_on(decided.english, b2="Two.")
    answer = accept(decided.newyork_edition, B2)
    undo = reverse("editions_updates:undo", args=["newyork"])
    pages = [inbox(), address(decided, B2), address(decided, B2, "rewrite"), undo]
    pages.append(reverse("editions_updates:log", args=["newyork"]))
    assert [stranger.get(url).status_code for url in pages] == [404] * 5
    assert stranger.post(undo, {"answer": answer.pk}).status_code == 404


def test_own_inbox_reaches_nothing_of_another_clinic(decided, stranger):
    move_on(decided.english, b2="Two.")
    answer = keep(decided.newyork_edition, B2)
    move_on(decided.english, b2="Three.")
    item = the(decided.newyork, B2)
    data = {"item": [row(item)], "choice": "accept"}
    assert stranger.post(inbox("aalborg"), data).status_code == 404
    foreign = reverse("editions_updates:item", args=["aalborg", decided.newyork_edition.pk, B2])
    assert stranger.get(foreign).status_code == 404
    undo = reverse("editions_updates:undo", args=["aalborg"])
    assert stranger.post(undo, {"answer": answer.pk}).status_code == 404
    assert shape(decided.newyork) == [(B2, ["stale"])]


def test_clinics_staff_go_straight_to_their_inbox(decided, marketer):
    assert marketer.get(reverse("editions_updates:clinics")).url == inbox()


def test_network_staff_choose_a_clinic(decided):
    move_on(decided.english, b2="Two.")
    client = client_of(network_owner())
    page = said(client.get(reverse("editions_updates:clinics")))
    assert ("Newyork Clinic 1" in page, "Aalborg Clinic 0" in page) == (True, True)
    assert client.get(inbox()).status_code == 200


def test_dashboard_menu_and_editor_say_how_much_waits(decided, marketer):
    move_on(decided.english, b1="First words, mended.", b2="Two.")
    home = marketer.get(reverse("wagtailadmin_home")).content.decode()
    assert ("2 updates wait for Newyork Clinic" in home, "Updates (2)" in home) == (True, True)
    editor = reverse("wagtailadmin_pages:edit", args=[decided.newyork_edition.pk])
    assert "2 updates wait for a decision." in marketer.get(editor).content.decode()


@pytest.mark.parametrize("key", ["\u00b2", "9" * 40, "-1"])
def test_keys_that_nothing_can_have_are_answered_in_words(decided, marketer, key):
    move_on(decided.english, b2="Two.")
    before = shape(decided.newyork)
    page = marketer.post(inbox(), {"choice": "accept", "item": f"{key}:{B2}:abc"}, follow=True)
    assert "Tick the updates that you want to answer first." in said(page)
    assert marketer.post(f"{inbox()}undo/", {"answer": key}).status_code == 404
    assert shape(decided.newyork) == before


def test_row_of_the_editor_leads_to_its_own_update(decided, marketer):
    move_on(decided.english, b2="Two.")
    form = marketer.get(f"/pages/{decided.newyork_edition.pk}/edit/").context["form"]
    assert form.about("local")[B2]["inbox"] == address(decided, B2)
    assert marketer.get(form.about("local")[B2]["inbox"]).status_code == 200
