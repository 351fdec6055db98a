"""Whoever releases a page is told which rings receive with it what was rolled back or delayed there."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from cms.accounts.models import User
from cms.editions.rollout.actions import add_ring, move_clinic, roll_back, start_now
from cms.editions.rollout.behind import rings_behind
from cms.editions.rollout.values import RingState
from cms.library.actions import release
from cms.library.models import LibraryPage, Release
from cms.testing.network import text_block


@pytest.fixture
def late(network):
    ring = add_ring("Late", delay_hours=24)
    move_clinic(network.newyork, ring)
    return ring


def drafted(network, words: str) -> LibraryPage:
    page = LibraryPage.objects.get(pk=network.english.pk)
    page.body = json.dumps([text_block(1, words), *page.body.get_prep_value()[1:]])
    page.save_revision()
    return LibraryPage.objects.get(pk=page.pk)


def delayed(network) -> Release:
    drafted(network, "Delayed words.")
    page = LibraryPage.objects.get(pk=network.english.pk)
    return release(
        page.get_latest_revision_as_object(),
        release_class="editorial",
        note="",
        user=None,
        in_rings=True,
        revision=page.latest_revision,
    )


def screen(network) -> str:
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(User.objects.create_superuser("editor@example.com", "x"))
    return client.get(f"/library/releases/{network.english.pk}/new/").content.decode()


def test_ring_is_behind_if_it_waits_or_gave_back_the_published_release(network, late, say):
    first = Release.objects.get(page=network.english)
    assert rings_behind(network.english.pk) == []
    made = delayed(network)
    (waiting,) = rings_behind(network.english.pk)
    assert (waiting.ring, waiting.release, waiting.state) == (late, made, RingState.WAITING)
    assert str(waiting) == f"Late still waits for “{made}” and shows “{first}”."
    start_now(made, late)
    assert rings_behind(network.english.pk) == []
    roll_back(made, late, "A mistake.")
    (back,) = rings_behind(network.english.pk)
    assert str(back) == f"“{made}” is rolled back in Late, which shows “{first}”."
    say("Newer words for everyone.")
    assert rings_behind(network.english.pk) == []


def test_screen_of_a_release_says_which_rings_catch_up(network, late, say):
    made = say("Newer words.")
    roll_back(made, late, "A mistake.")
    drafted(network, "Newest words.")
    html = screen(network)
    assert "One ring does not show what the page says now." in html
    assert "is rolled back in Late" in html
    assert html.index("is rolled back in Late") < html.index("Publish and release")


def test_screen_says_nothing_where_every_ring_shows_the_page(network, late, say):
    say("Newer words.")
    drafted(network, "Newest words.")
    assert "what the page says now" not in screen(network)


def test_script_is_refused_until_it_says_that_it_overtakes(network, late):
    made = delayed(network)
    page = drafted(network, "Newest words.")
    with pytest.raises(CommandError, match=r"Late still waits for .* add --overtake"):
        call_command("releases", "publish", str(page.pk))
    assert Release.objects.filter(page=page).first() == made
    call_command("releases", "publish", str(page.pk), "--overtake")
    assert Release.objects.filter(page=page).count() == 3
