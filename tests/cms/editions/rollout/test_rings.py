"""Rings receive a release one after the other, and give it back in one step."""

import datetime
import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from cms.accounts.models import User
from cms.clinics.roles import LIBRARY_EDITOR, NETWORK_OWNER, mirror_role
from cms.editions.actions import decide
from cms.editions.models import Edition, Ring, RingMember, RingStep
from cms.editions.rollout.actions import (
    accept_release,
    add_ring,
    change_ring,
    delete_ring,
    hold,
    move_clinic,
    order_rings,
    plan_rollout,
    postpone,
    roll_back,
    start_now,
)
from cms.editions.rollout.queries import (
    default_ring,
    passed_over_releases,
    progress,
    rings_with_sizes,
)
from cms.editions.rollout.values import RingState
from cms.library.actions import release
from cms.library.models import Release
from cms.testing.network import block_id, make_clinic, make_edition, text_block
from tests.cms.editions.rollout.conftest import first_release

ENGLISH = "/en/conditions/sciatica/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def late(network):
    """A ring with Aalborg in it, that receives releases a day after the others."""
    ring = add_ring("Late", delay_hours=24)
    move_clinic(network.aalborg, ring)
    return ring


@pytest.fixture
def release_in_rings(network):
    def publish_words(words: str, **options) -> Release:
        page = type(network.english).objects.get(pk=network.english.pk)
        blocks = page.body.get_prep_value()
        blocks[0] = text_block(1, words)
        page.body = json.dumps(blocks)
        values = {"release_class": "editorial", "note": "News.", "user": None, "in_rings": True} | options
        return release(page, **values)

    return publish_words


def safety() -> dict:
    return {
        "release_class": "safety",
        "corrected": [block_id(1)],
        "reason": "A risk.",
        "deadline": timezone.localdate() + DAY,
    }


def states(made: Release, at=None) -> dict[str, RingState]:
    return {one.ring.name: one.state for one in progress(made, at)}


def at(moment, monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def writes(queries) -> list[str]:
    """The tables written to, without the log."""
    changing = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    return [sql for sql in changing if "logentry" not in sql]


def test_every_clinic_is_in_the_default_ring_at_first(network):
    assert [(ring.name, ring.is_default) for ring in Ring.objects.all()] == [("Everyone", True)]


def test_release_reaches_each_ring_in_its_time(network, late, release_in_rings, html, monkeypatch):
    before = html(network.aalborg, ENGLISH)
    made = release_in_rings("Newer words.")
    assert states(made) == {"Everyone": RingState.SHOWN, "Late": RingState.WAITING}
    assert "Newer words." in html()
    assert html(network.aalborg, ENGLISH) == before
    at(timezone.now() + DAY, monkeypatch)
    assert "Newer words." in html(network.aalborg, ENGLISH)
    assert states(made) == {"Everyone": RingState.SHOWN, "Late": RingState.SHOWN}


def test_release_to_everyone_at_once_has_no_steps(network, late, say, html):
    made = say("Newer words.")
    assert RingStep.objects.count() == 0
    assert states(made) == {"Everyone": RingState.SHOWN, "Late": RingState.SHOWN}
    assert "Newer words." in html(network.aalborg, ENGLISH)


def test_first_release_of_a_page_reaches_everybody(network, late):
    assert plan_rollout(first_release(network)) == []
    assert RingStep.objects.count() == 0


def test_ring_is_started_before_its_time(network, late, release_in_rings, html):
    made = release_in_rings("Newer words.")
    start_now(made, late)
    assert "Newer words." in html(network.aalborg, ENGLISH)
    with pytest.raises(ValidationError, match="Late has this release already"):
        start_now(made, late)


def test_ring_is_postponed(network, late, release_in_rings, html, monkeypatch):
    made = release_in_rings("Newer words.")
    postpone(made, late, timezone.now() + 3 * DAY)
    start = timezone.now()
    at(start + 2 * DAY, monkeypatch)
    assert "Newer words." not in html(network.aalborg, ENGLISH)
    at(start + 3 * DAY, monkeypatch)
    assert "Newer words." in html(network.aalborg, ENGLISH)


def test_postponing_says_why_it_cannot(network, late, release_in_rings):
    made = release_in_rings("Newer words.")
    with pytest.raises(ValidationError, match="still to come"):
        postpone(made, late, timezone.now() - DAY)
    with pytest.raises(ValidationError, match="Everyone does not wait"):
        postpone(made, default_ring(), timezone.now() + DAY)


def test_rolling_back_gives_every_page_of_the_ring_back_as_it_was(network, late, say, html):
    decide(network.english_edition, replaced=[text_block(2, "Our words.")])
    before = html(network.aalborg, ENGLISH)
    say("Second release.")
    texts = list(Edition.objects.order_by("pk").values()), Revision.objects.count()
    made = say("Bad release.")
    revisions = Revision.objects.count()
    roll_back(Release.objects.get(pk=made.pk), late, "A mistake.")
    assert "Second release." in html(network.aalborg, ENGLISH)
    assert "Bad release." in html()
    roll_back(Release.objects.filter(page=network.english)[1], late, "Another mistake.")
    assert html(network.aalborg, ENGLISH) == before
    assert list(Edition.objects.order_by("pk").values()) == texts[0]
    assert Revision.objects.count() == revisions


def test_rolling_back_writes_one_row(network, late, say):
    for number in range(3):
        clinic = make_clinic(f"clinic{number}")
        make_edition(clinic, network.english)
        move_clinic(clinic, late)
    made = say("Bad release.")
    for ring in (late, default_ring()):
        with CaptureQueriesContext(connection) as queries:
            roll_back(made, ring, "A mistake.")
        written = writes(queries)
        assert len(written) == 1
        assert RingStep._meta.db_table in written[0]
    assert RingStep.objects.count() == 2


def test_rolling_back_works_in_the_default_ring(network, late, say, html):
    before = html()
    made = say("Bad release.")
    roll_back(made, default_ring(), "A mistake.")
    assert html() == before
    assert "Bad release." in html(network.aalborg, ENGLISH)


def test_what_clinics_wrote_after_the_release_survives_its_roll_back(network, say, html):
    made = say("Bad release.")
    decide(network.newyork_edition, replaced=[text_block(2, "Our new words.")], hidden=[block_id(4)])
    roll_back(made, default_ring(), "A mistake.")
    page = html()
    assert ["First words." in page, "Our new words." in page, "Fourth words." in page] == [True, True, False]


def test_rolled_back_release_is_passed_over_by_the_next(network, say, html):
    made = say("Bad release.")
    roll_back(made, default_ring(), "A mistake.")
    say("Good release.")
    assert "Good release." in html()
    start_now(made, default_ring())
    assert "Good release." in html()


def test_rolled_back_release_can_be_started_again(network, late, say, html):
    made = say("Newer words.")
    roll_back(made, late, "Too early.")
    start_now(made, late)
    assert "Newer words." in html(network.aalborg, ENGLISH)
    assert states(made) == {"Everyone": RingState.SHOWN, "Late": RingState.SHOWN}


def test_waiting_ring_can_refuse_a_release(network, late, release_in_rings, html, monkeypatch):
    before = html(network.aalborg, ENGLISH)
    made = release_in_rings("Newer words.")
    roll_back(made, late, "Not for us.")
    at(timezone.now() + 2 * DAY, monkeypatch)
    assert html(network.aalborg, ENGLISH) == before
    assert states(made) == {"Everyone": RingState.SHOWN, "Late": RingState.ROLLED_BACK}


def test_rolling_back_says_why_it_cannot(network, late, say):
    first = first_release(network)
    with pytest.raises(ValidationError, match="no earlier release"):
        roll_back(first, late, "A mistake.")
    second = say("Newer words.")
    third = say("Newest words.")
    with pytest.raises(ValidationError, match="Late shows a newer release by now"):
        roll_back(second, late, "A mistake.")
    with pytest.raises(ValidationError, match="Say why"):
        roll_back(third, late, "  ")
    with pytest.raises(ValidationError, match="at most 300"):
        roll_back(third, late, "x" * 301)
    roll_back(third, late, "A mistake.")
    with pytest.raises(ValidationError, match="rolled back in Late already"):
        roll_back(third, late, "A mistake.")
    assert RingStep.objects.count() == 1


def test_correction_shows_at_once_in_a_ring_that_waits(network, late, release_in_rings, html):
    release_in_rings("Corrected words.", **safety())
    page = html(network.aalborg, ENGLISH)
    assert ["Corrected words." in page, "First words." in page] == [True, False]


def test_rolling_back_a_correction_leaves_it_showing(network, late, release_in_rings, html):
    made = release_in_rings("Corrected words.", **safety())
    roll_back(made, late, "A mistake.")
    page = html(network.aalborg, ENGLISH)
    assert ["Corrected words." in page, "First words." in page] == [True, False]


def test_clinic_can_only_accept_what_its_ring_has(network, late, release_in_rings, html):
    hold(network.english_edition)
    made = release_in_rings("Newer words.")
    with pytest.raises(ValidationError, match="has not received this release yet"):
        accept_release(network.english_edition, made)
    start_now(made, late)
    accept_release(network.english_edition, made)
    assert "Newer words." in html(network.aalborg, ENGLISH)


def test_what_a_clinic_accepted_outlives_a_roll_back_and_is_counted(network, late, say, html):
    made = say("Newer words.")
    hold(network.english_edition)
    roll_back(made, late, "A mistake.")
    assert "Newer words." in html(network.aalborg, ENGLISH)
    assert {one.ring.name: one.held for one in progress(made)} == {"Everyone": 0, "Late": 1}


def test_clinic_deleted_in_the_middle_of_a_ring_breaks_nothing(network, late, release_in_rings, html):
    made = release_in_rings("Newer words.")
    network.aalborg.delete()
    assert RingMember.everywhere.count() == 0
    assert [(one.ring.name, one.clinics) for one in progress(made)] == [("Everyone", 1), ("Late", 0)]
    start_now(made, late)
    roll_back(made, late, "A mistake.")
    assert "Newer words." in html()


def test_ring_deleted_in_the_middle_of_a_rollout_hands_its_clinics_on(network, late, release_in_rings, html):
    made = release_in_rings("Newer words.")
    assert delete_ring(late) == 1
    assert "Newer words." in html(network.aalborg, ENGLISH)
    assert states(made) == {"Everyone": RingState.SHOWN}
    with pytest.raises(ValidationError, match="cannot be deleted"):
        delete_ring(default_ring())


def test_new_ring_begins_where_the_default_ring_is(network, say, html):
    before = html()
    made = say("Bad release.")
    roll_back(made, default_ring(), "A mistake.")
    ring = add_ring("Pilots")
    assert move_clinic(network.newyork, ring) is True
    assert html() == before
    assert states(made) == {"Everyone": RingState.ROLLED_BACK, "Pilots": RingState.ROLLED_BACK}


def test_clinic_moves_between_rings_and_back(network, late):
    assert RingMember.objects.for_clinic(network.aalborg).get().ring == late
    assert move_clinic(network.aalborg, late) is False
    assert move_clinic(network.aalborg, default_ring()) is True
    assert RingMember.everywhere.count() == 0


def test_rings_are_ordered_and_changed(network, late):
    pilots = add_ring(" Pilots ")
    order_rings([pilots, default_ring(), late])
    assert [ring.name for ring in Ring.objects.all()] == ["Pilots", "Everyone", "Late"]
    change_ring(late, name="Later", delay_hours=48)
    assert Ring.objects.get(pk=late.pk).delay_hours == 48
    with pytest.raises(ValidationError, match="changed meanwhile"):
        order_rings([pilots, late])


@pytest.mark.parametrize(
    ("name", "hours", "message"),
    [
        ("Everyone", 0, "There is a ring called “Everyone” already. Give this one another name."),
        (" ", 0, "The ring needs a name."),
        ("x" * 81, 0, "The name of a ring has at most 80 characters."),
        ("Pilots", -1, "The delay of a ring is a number of hours from 0 to 2160."),
        ("Pilots", 10**9, "The delay of a ring is a number of hours from 0 to 2160."),
    ],
)
def test_ring_is_refused_in_a_sentence(network, late, name, hours, message):
    for make in (add_ring, lambda name, **more: change_ring(late, name=name, **more)):
        with pytest.raises(ValidationError) as caught:
            make(name, delay_hours=hours)
        assert caught.value.messages == [message]


def test_release_goes_out_ring_by_ring_only_once(network, late, release_in_rings):
    made = release_in_rings("Newer words.")
    with pytest.raises(ValidationError, match="already"):
        plan_rollout(made)


def test_rights_are_asked_for(network, late, release_in_rings):
    made = release_in_rings("Newer words.")
    nobody = User.objects.create_user("nobody@example.com", "x")
    library = User.objects.create_user("library@example.com", "x")
    library.groups.add(mirror_role(LIBRARY_EDITOR, pages=[], collections=[]))
    owner = User.objects.create_user("owner@example.com", "x")
    owner.groups.add(mirror_role(NETWORK_OWNER, pages=[], collections=[]))
    ordering = (
        lambda user: add_ring("Pilots", user=user),
        lambda user: change_ring(late, name="Last", delay_hours=1, user=user),
        lambda user: order_rings(list(Ring.objects.all()), user=user),
        lambda user: move_clinic(network.newyork, late, user=user),
        lambda user: delete_ring(Ring.objects.exclude(is_default=True).latest("pk"), user=user),
    )
    releasing = (
        lambda user: postpone(made, late, timezone.now() + DAY, user=user),
        lambda user: start_now(made, late, user=user),
        lambda user: roll_back(made, late, "A mistake.", user=user),
    )
    for acts, refused in ((ordering, (nobody, library)), (releasing, (nobody,))):
        for act in acts:
            for user in refused:
                with pytest.raises(PermissionDenied):
                    act(user)
    for act in (*ordering, *releasing):
        act(owner)
    start_now(made, late, user=library)


def test_every_step_is_logged_with_who_and_why(network, late, release_in_rings):
    library = User.objects.create_user("library@example.com", "x")
    library.groups.add(mirror_role(LIBRARY_EDITOR, pages=[], collections=[]))
    made = release_in_rings("Newer words.")
    start_now(made, late, user=library)
    roll_back(made, late, "A mistake.", user=library)
    entries = PageLogEntry.objects.filter(action__startswith="editions.", page=network.english.pk).order_by(
        "pk"
    )
    assert [(entry.action, entry.user, entry.data.get("why")) for entry in entries.order_by("pk")] == [
        ("editions.plan_rollout", None, None),
        ("editions.start_ring", library, None),
        ("editions.roll_back", library, "A mistake."),
    ]


def test_release_that_a_newer_one_overtook_is_not_said_to_wait(late, release_in_rings):
    waiting = release_in_rings("Waiting words.")
    assert [(row.ring, row.state) for row in progress(waiting)][-1] == (late, RingState.WAITING)
    assert passed_over_releases([waiting.pk]) == {waiting.pk: [(late, RingState.WAITING)]}
    newer = release_in_rings("Words for everyone.", in_rings=False)
    assert [(row.ring, row.state) for row in progress(waiting)][-1] == (late, RingState.SUPERSEDED)
    assert passed_over_releases([waiting.pk, newer.pk]) == {waiting.pk: [(late, RingState.SUPERSEDED)]}


def test_release_waits_still_while_the_newer_one_waits_too(late, release_in_rings):
    older, newer = release_in_rings("Older words."), release_in_rings("Newer words.")
    assert passed_over_releases([older.pk, newer.pk]) == {
        one.pk: [(late, RingState.WAITING)] for one in (older, newer)
    }


def test_rings_are_listed_in_their_order(late):
    everyone = default_ring()
    order_rings([late, everyone])
    assert [ring for ring, _size in rings_with_sizes()] == [late, everyone]
