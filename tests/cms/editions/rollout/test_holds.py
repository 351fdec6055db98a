"""A clinic chooses its release: pointers move, texts do not."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry, Revision

from cms.accounts.models import User
from cms.clinics.models import ClinicLogEntry
from cms.clinics.records import read_clinic
from cms.clinics.roles import CLINIC_MARKETER, mirror_role
from cms.editions.actions import decide
from cms.editions.models import Edition, Hold
from cms.editions.rollout.actions import (
    accept_release,
    follow_latest,
    go_back,
    hold,
    let_go,
    review_first,
)
from cms.editions.rollout.models import Mode
from cms.editions.rollout.queries import mode_of, standings
from cms.library.models import Release
from cms.testing.network import make_edition, make_library_page, publish, text_block
from tests.cms.editions.rollout.conftest import first_release


def texts():
    """What no pointer may change: every page and every revision."""
    return list(Edition.objects.order_by("pk").values()), list(Revision.objects.order_by("pk").values())


def standing(edition, clinic):
    return standings([edition], read_clinic(clinic=clinic.pk))[edition.pk]


def test_clinic_follows_the_latest_unless_it_says_otherwise(network, say, html):
    assert mode_of(network.newyork.pk) is Mode.LATEST
    say("Newer words.")
    assert "Newer words." in html()


def test_reviewing_clinic_shows_what_it_showed(network, say, html):
    before = html()
    assert review_first(network.newyork) == 1
    say("Newer words.")
    assert html() == before
    assert "Newer words." in html(network.aalborg, "/en/conditions/sciatica/")


def test_reviewing_clinic_accepts_and_goes_back(network, say, html):
    first = first_release(network)
    before = html()
    review_first(network.newyork)
    second, third = say("Second release."), say("Third release.")
    latest = html(network.aalborg, "/en/conditions/sciatica/")
    assert standing(network.newyork_edition, network.newyork).newer == (third, second)
    stored = texts()
    accept_release(network.newyork_edition, third)
    assert "Third release." in html()
    go_back(network.newyork_edition, first)
    assert html() == before
    accept_release(network.newyork_edition, second)
    assert "Second release." in html()
    assert texts() == stored
    assert "Third release." in latest
    found = standing(network.newyork_edition, network.newyork)
    assert (found.shown, found.is_held, found.newer, found.older) == (second, True, (third,), (first,))


def test_hold_leaves_the_clinics_own_words_alone(network, say, html):
    decide(network.newyork_edition, replaced=[text_block(2, "Our words.")])
    review_first(network.newyork)
    say("Newer words.")
    decide(Edition.objects.get(pk=network.newyork_edition.pk), added=[("", text_block(9, "Our addition."))])
    page = html()
    assert [words in page for words in ("Our words.", "Our addition.", "First words.", "Newer words.")] == [
        True,
        True,
        True,
        False,
    ]


def test_following_again_ends_every_hold(network, say, html):
    review_first(network.aalborg)
    say("Newer words.")
    assert Hold.objects.count() == 2
    assert follow_latest(network.aalborg) == 2
    assert Hold.objects.count() == 0
    assert "Newer words." in html(network.aalborg, "/en/conditions/sciatica/")


def test_new_edition_of_a_reviewing_clinic_is_held_where_it_opens(network, say):
    page = make_library_page([text_block(7, "Old words.")], title="Migraine", slug="migraine")
    review_first(network.newyork)
    edition = make_edition(network.newyork, page)
    publish(page, body=[text_block(7, "New words.")])
    assert Hold.objects.get(edition=edition).release == Release.objects.filter(page=page).last()
    assert b"Old words." in network.get(network.newyork, "/conditions/migraine/").content


def test_new_edition_of_another_clinic_is_not_held(network):
    review_first(network.newyork)
    page = make_library_page([text_block(7, "Words.")], title="Migraine", slug="migraine")
    make_edition(network.aalborg, page, language="en")
    assert [held.edition_id for held in Hold.objects.all()] == [network.newyork_edition.pk]


def test_single_edition_is_held_and_let_go(network, say, html):
    held = hold(network.newyork_edition)
    assert held.release == first_release(network)
    say("Newer words.")
    assert "First words." in html()
    assert let_go(network.newyork_edition) is True
    assert "Newer words." in html()
    assert let_go(network.newyork_edition) is False


def test_switching_to_review_keeps_what_is_held_already(network, say):
    hold(network.newyork_edition)
    say("Newer words.")
    assert review_first(network.newyork) == 0
    assert Hold.objects.get().release == first_release(network)


def test_refusals_say_what_is_wrong_and_change_nothing(network, say):
    second = say("Newer words.")
    other = make_library_page([text_block(7, "Other page.")], title="Migraine", slug="migraine")
    foreign = Release.objects.get(page=other)
    danish = Release.objects.get(page=network.danish)
    for refused, message in (
        (lambda: accept_release(network.newyork_edition, second), "this release or a newer one"),
        (lambda: hold(network.newyork_edition, foreign), "of another page"),
        (lambda: hold(network.newyork_edition, danish), "of another page"),
        (lambda: go_back(network.newyork_edition, second), "this release or an older one"),
    ):
        with pytest.raises(ValidationError, match=message):
            refused()
    assert Hold.objects.count() == 0


def test_edition_of_a_page_that_the_library_withdrew_cannot_be_held(network):
    network.english.unpublish()
    with pytest.raises(ValidationError, match="published nothing"):
        hold(network.newyork_edition)


def test_only_the_clinics_own_people_choose(network, say):
    second = say("Newer words.")
    member = User.objects.create_user("marketer@example.com", "x")
    member.groups.add(mirror_role(CLINIC_MARKETER, clinic=network.newyork, pages=[], collections=[]))
    nobody = User.objects.create_user("nobody@example.com", "x")
    for act in (
        lambda user: review_first(network.aalborg, user=user),
        lambda user: follow_latest(network.aalborg, user=user),
        lambda user: hold(network.danish_edition, user=user),
        lambda user: let_go(network.danish_edition, user=user),
        lambda user: accept_release(network.danish_edition, second, user=user),
        lambda user: go_back(network.danish_edition, second, user=user),
    ):
        for user in (member, nobody):
            with pytest.raises(PermissionDenied):
                act(user)
    review_first(network.newyork, user=member)
    assert Hold.objects.get().user == member
    assert Group.objects.filter(user=member).count() == 1


def test_every_choice_is_logged(network, say):
    member = User.objects.create_user("marketer@example.com", "x")
    member.groups.add(mirror_role(CLINIC_MARKETER, clinic=network.newyork, pages=[], collections=[]))
    first = first_release(network)
    review_first(network.newyork, user=member)
    second = say("Newer words.")
    accept_release(network.newyork_edition, second, user=member)
    go_back(network.newyork_edition, first, user=member)
    let_go(network.newyork_edition, user=member)
    follow_latest(network.newyork, user=member)
    entries = PageLogEntry.objects.filter(action__startswith="editions.", user=member).order_by("pk")
    assert [(entry.action, entry.page_id, entry.data) for entry in entries] == [
        ("editions.accept_release", network.newyork_edition.pk, {"from": first.pk, "to": second.pk}),
        ("editions.go_back", network.newyork_edition.pk, {"from": second.pk, "to": first.pk}),
        ("editions.let_go", network.newyork_edition.pk, {"from": first.pk}),
    ]
    entries = ClinicLogEntry.objects.filter(action__startswith="editions.", user=member).order_by("pk")
    assert [(entry.action, entry.object_id, entry.data) for entry in entries] == [
        ("editions.review_first", str(network.newyork.pk), {"editions_held": 1}),
        ("editions.follow_latest", str(network.newyork.pk), {"holds_ended": {}}),
    ]


def test_choosing_costs_the_same_for_one_edition_and_for_many(network):
    counts = []
    for number in range(4):
        page = make_library_page([text_block(7, "Words.")], title=f"Page {number}", slug=f"page-{number}")
        make_edition(network.newyork, page)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            review_first(network.newyork)
        follow_latest(network.newyork)
        counts.append(len(queries))
    assert len(set(counts[1:])) == 1
