"""Two people at one edition, forms that are out of date, and posts that are damaged: nothing is lost."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from cms.accounts.models import User
from cms.editions.models import Edition
from cms.testing.network import block_id, publish, text_block
from tests.cms.editions.editor.opened import OpenForm


@pytest.fixture
def other(marketer, network):
    """A colleague of the marketer, at the same page."""
    user = User.objects.create_user("anna@example.com", "x", first_name="Anna", last_name="Berg")
    user.groups.set(marketer.groups.all())
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(user)
    return lambda: OpenForm(client, network.newyork_edition)


def rows_of(network):
    edition = Edition.objects.get(pk=network.newyork_edition.pk).get_latest_revision_as_object()
    return [(row["type"], row["id"]) for row in edition.local.get_prep_value()]


def test_rows_that_only_one_touched_are_combined_and_it_is_said(opened, other, network):
    form, colleagues = opened(), other()
    colleagues.hide(2).post("ignored")
    response = form.replace(1, "Ours").post("ignored")
    assert rows_of(network) == [("replace", block_id(1)), ("hide", block_id(2))]
    said = [str(message).strip() for message in get_messages(response.wsgi_request)]
    assert [line for line in said if "Anna Berg" in line] == [
        (
            "Anna Berg saved this page while you had it open. Both your changes are kept; "
            "theirs concern: Heading 2."
        )
    ]


def test_row_that_both_changed_is_refused_with_both_versions(opened, other, network):
    form, colleagues = opened(), other()
    colleagues.replace(1, "Anna's", "What Anna wrote.").post("ignored")
    response = form.replace(1, "Ours", "What I wrote.").post("ignored")
    error = response.context["form"].errors.as_data()["local"][0].block_errors[0]
    assert "Anna Berg changed this" in error.message
    assert "What Anna wrote." in response.context["form"].about("local")[block_id(1)]["theirsHtml"]
    assert "What I wrote." in response.content.decode()
    again = form.post("ignored")
    assert list(again.context["form"].errors) == ["local"]
    form.keep_ours(1, response).post("ignored")
    edition = Edition.objects.get(pk=network.newyork_edition.pk).get_latest_revision_as_object()
    assert edition.local[0].value["content"][0].value["heading"] == "Ours"


def test_field_that_both_changed_is_refused(opened, other):
    form, colleagues = opened(), other()
    colleagues.own_field("title", "Anna's title").post("ignored")
    response = form.own_field("title", "Our title").post("ignored")
    assert list(response.context["form"].errors.as_data()["fields"][0].block_errors) == [0]


def test_autosave_does_not_overwrite_what_another_saved(opened, other, network):
    form, colleagues = opened(), other()
    loaded = Edition.objects.get(pk=network.newyork_edition.pk).get_latest_revision()
    colleagues.hide(2).post("ignored")
    answer = form.replace(1, "Ours").autosave(loaded_revision_id=str(loaded.pk)).json()
    assert (answer["success"], answer["error_code"]) == (False, "invalid_revision")
    assert rows_of(network) == [("hide", block_id(2))]


def test_autosave_goes_on_from_what_it_saved(opened, network):
    form = opened().replace(1, "Ours")
    first = form.autosave().json()
    assert first["success"]
    form.replace(1, "Ours, longer").add(2, "Added")
    second = form.autosave(overwrite_revision_id=str(first["revision_id"])).json()
    assert (second["success"], second["revision_id"]) == (True, first["revision_id"])
    form.follow(1)
    assert form.autosave(overwrite_revision_id=str(first["revision_id"])).json()["success"]
    assert [kind for kind, _ in rows_of(network)] == ["follow", "add"]


def test_form_older_than_the_library_is_marked_at_once(opened, network):
    form = opened().replace(1, "Ours")
    publish(network.english, body=[text_block(number, "New words.") for number in (1, 2, 4)])
    form.post()
    assert opened().about["local"][block_id(1)]["notes"] == [
        {"text": "The library has changed this since the clinic decided about it.", "tone": "attention"}
    ]


def test_version_of_a_block_that_the_library_deletes_meanwhile_is_kept(opened, network):
    form = opened().replace(2, "Ours")
    publish(network.english, body=[text_block(1, "First words."), text_block(4, "Fourth words.")])
    assert form.post().status_code == 302
    assert opened().about["local"][block_id(2)]["isOrphan"]


def test_form_that_does_not_say_what_it_showed_rests_on_nothing_known(opened, network):
    form = opened().replace(1, "Ours")
    form.seen = ""
    form.post()
    assert Edition.objects.get(pk=network.newyork_edition.pk).base["blocks"] == {}


@pytest.mark.parametrize("claimed", ['{"rows": 1}', "[]", "nonsense"])
def test_note_that_cannot_be_read_counts_as_none(opened, network, claimed):
    form = opened().hide(1)
    form.seen = claimed
    assert form.post().status_code == 302
    assert rows_of(network) == [("hide", block_id(1))]


@pytest.mark.parametrize("missing", ["local-count", "local-0-deleted", "local-1-type", "fields-count"])
def test_damaged_post_is_refused_in_words(admin, opened, network, missing):
    form = opened().hide(1)
    data = {key: value for key, value in form.data().items() if key != missing}
    response = admin.post(f"/pages/{network.newyork_edition.pk}/edit/", data)
    assert response.status_code == 200
    assert "did not arrive whole" in str(response.context["form"].errors)
    assert rows_of(network) == []
