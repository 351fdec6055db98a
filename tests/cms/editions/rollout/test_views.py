"""The screens of rollout: who may see them, and what they say when something is wrong."""

import pytest
from django.test import Client
from django.urls import reverse

from cms.accounts.models import User
from cms.clinics.roles import CLINIC_MARKETER, LIBRARY_EDITOR, NETWORK_OWNER, TRANSLATOR, mirror_role
from cms.editions.models import Hold, Ring, RingMember, RingStep
from cms.editions.rollout.actions import add_ring, hold, move_clinic, plan_rollout
from cms.library.models import LibraryIndex, Release
from cms.pages.models import ClinicHome


def sign_in(email: str, group) -> Client:
    user = User.objects.create_user(email, "x")
    user.groups.add(group)
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(user)
    return client


@pytest.fixture
def marketer(network):
    homes = list(ClinicHome.objects.filter(clinic_language__clinic=network.newyork))
    return sign_in(
        "marketer@example.com",
        mirror_role(CLINIC_MARKETER, clinic=network.newyork, pages=homes, collections=[]),
    )


@pytest.fixture
def librarian(network):
    pages = list(LibraryIndex.objects.all())
    return sign_in("library@example.com", mirror_role(LIBRARY_EDITOR, pages=pages, collections=[]))


@pytest.fixture
def owner(network):
    return sign_in("owner@example.com", mirror_role(NETWORK_OWNER, pages=[], collections=[]))


def address(name: str, *args: object) -> str:
    return reverse(f"editions_rollout:{name}", args=args)


def test_marketer_switches_accepts_and_goes_back(network, say, marketer, html):
    before = html()
    page = address("clinic", network.newyork.pk)
    assert marketer.get(address("index"), follow=True).redirect_chain[-1][0] == page
    answer = marketer.post(page, {"mode": "review"}, follow=True)
    assert "1 page stays on the release that it shows now." in answer.content.decode()
    made = say("Newer words.")
    assert html() == before
    assert "1 to review" in marketer.get(page).content.decode()
    screen = address("edition", network.newyork_edition.pk)
    marketer.post(screen, {"act": "accept", "release": made.pk})
    assert "Newer words." in html()
    first = Release.objects.filter(page=network.english).last()
    marketer.post(screen, {"act": "go_back", "release": first.pk})
    assert html() == before
    marketer.post(screen, {"act": "let_go"})
    assert Hold.objects.count() == 0
    marketer.post(screen, {"act": "hold"})
    assert Hold.objects.get().release == made


def test_another_clinics_screens_do_not_exist(network, marketer):
    for url in (address("clinic", network.aalborg.pk), address("edition", network.danish_edition.pk)):
        assert marketer.get(url).status_code == 404
        assert marketer.post(url, {"mode": "review", "act": "hold"}).status_code == 404
    assert Hold.objects.count() == 0


def test_stale_browser_is_told_and_loses_nothing(network, say, marketer):
    made = say("Newer words.")
    hold(network.newyork_edition, made)
    screen = address("edition", network.newyork_edition.pk)
    for data, message in (
        ({"act": "accept", "release": made.pk}, "this release or a newer one already"),
        ({"act": "accept", "release": 999}, "This release is gone"),
        ({"act": "accept", "release": "x"}, "This release is gone"),
        ({"act": "go_back", "release": made.pk}, "this release or an older one already"),
    ):
        answer = marketer.post(screen, data)
        assert (answer.status_code, message in answer.content.decode()) == (400, True)
    assert Hold.objects.get().release == made


def test_screens_of_the_network_are_closed_to_clinics(network, say, marketer):
    made = say("Newer words.")
    ring = Ring.objects.get()
    for url in (
        address("release", made.pk),
        address("rings"),
        address("ring", ring.pk),
        address("add_ring"),
        address("delete_ring", ring.pk),
    ):
        assert marketer.get(url).status_code == 302
        assert marketer.post(url, {"ring": ring.pk, "act": "roll_back", "reason": "x"}).status_code == 302
    assert (RingStep.objects.count(), Ring.objects.count()) == (0, 1)


def test_library_editor_rolls_back_and_starts_again(network, say, librarian, html):
    before = html()
    made = say("Bad words.")
    ring = Ring.objects.get()
    screen = address("release", made.pk)
    refused = librarian.post(screen, {"ring": ring.pk, "act": "roll_back", "reason": "x" * 301})
    assert (refused.status_code, "x" * 301 in refused.content.decode()) == (400, True)
    answer = librarian.post(
        screen, {"ring": ring.pk, "act": "roll_back", "reason": "A mistake."}, follow=True
    )
    assert "A mistake." in answer.content.decode()
    assert html() == before
    assert "Everyone: Rolled back" in librarian.get(reverse("library:releases")).content.decode()
    librarian.post(screen, {"ring": ring.pk, "act": "start"})
    assert "Bad words." in html()


def test_ring_that_was_deleted_meanwhile_is_told(network, say, librarian):
    made = say("Newer words.")
    ring = add_ring("Late")
    screen = address("release", made.pk)
    assert "Late" in librarian.get(screen).content.decode()
    gone = ring.pk
    ring.delete()
    answer = librarian.post(screen, {"ring": gone, "act": "roll_back", "reason": "A mistake."})
    assert (answer.status_code, "This ring is gone" in answer.content.decode()) == (400, True)


def test_waiting_ring_is_postponed(network, say, librarian):
    ring = add_ring("Late", delay_hours=5)
    made = say("Newer words.")
    plan_rollout(made)
    screen = address("release", made.pk)
    for when in ("", "yesterday", "2001-01-01T10:00"):
        assert (
            librarian.post(screen, {"ring": ring.pk, "act": "postpone", "starts_at": when}).status_code == 400
        )
    librarian.post(screen, {"ring": ring.pk, "act": "postpone", "starts_at": "2090-01-01T10:00"})
    assert RingStep.objects.get(ring=ring).starts_at.year == 2090


def test_owner_makes_orders_fills_and_deletes_rings(network, owner):
    owner.post(
        address("add_ring"), {"name": "Pilots", "delay_hours": "0", "clinics": [str(network.newyork.pk)]}
    )
    ring = Ring.objects.get(name="Pilots")
    assert RingMember.everywhere.get().clinic == network.newyork
    owner.post(address("rings"), {"ring": ring.pk, "direction": "up"})
    assert [one.name for one in Ring.objects.all()] == ["Pilots", "Everyone"]
    owner.post(
        address("ring", ring.pk),
        {"name": "First", "delay_hours": "3", "clinics": [str(network.aalborg.pk)]},
    )
    assert RingMember.everywhere.get().clinic == network.aalborg
    assert Ring.objects.get(pk=ring.pk).delay_hours == 3
    twice = owner.post(address("add_ring"), {"name": "First", "delay_hours": "0"})
    assert (twice.status_code, "There is a ring called “First” already" in twice.content.decode()) == (
        400,
        True,
    )
    assert "Aalborg Clinic" in owner.get(address("delete_ring", ring.pk)).content.decode()
    answer = owner.post(address("delete_ring", ring.pk), follow=True)
    assert "Its clinics (1) are in “Everyone” now." in answer.content.decode()
    assert owner.get(address("ring", ring.pk)).status_code == 404


def test_member_of_several_clinics_chooses_one(network, owner):
    move_clinic(network.newyork, add_ring("Pilots"))
    content = owner.get(address("clinics")).content.decode()
    assert "Newyork Clinic" in content
    assert "Aalborg Clinic" in content
    assert owner.get(address("clinic", network.aalborg.pk)).status_code == 200


def test_each_release_leads_to_its_rings_and_back(network, say, librarian):
    made = say("Newer words.")
    listed = reverse("library:page_releases", args=[network.english.pk])
    rings = address("release", made.pk)
    assert f'href="{rings}"' in librarian.get(listed).content.decode()
    assert f'href="{listed}"' in librarian.get(rings).content.decode()
    assert librarian.get(address("index")).url == reverse("library:releases")


def test_rings_are_no_matter_of_somebody_who_only_reads_releases(network, say):
    made = say("Newer words.")
    pages = list(LibraryIndex.objects.all())
    reader = sign_in("translator@example.com", mirror_role(TRANSLATOR, pages=pages, collections=[]))
    html = reader.get(reverse("library:releases")).content.decode()
    assert reverse("library:page_releases", args=[made.page_id]) in html
    assert address("release", made.pk) not in html
