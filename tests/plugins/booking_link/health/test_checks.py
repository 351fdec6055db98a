"""When booking links are looked at, what is kept of that, and when a clinic is alarmed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from cms.plugins.api import Health, HealthState
from plugins.booking_link.health import checks
from plugins.booking_link.health.checks import health_of, links_health
from plugins.booking_link.health.findings import Finding, words_of
from plugins.booking_link.models import LinkCheck
from tests.plugins.booking_link.clinics import ADDRESS, offer_booking, told

State = LinkCheck.State
BEGIN = datetime(2026, 3, 15, 12, tzinfo=UTC)
BOOK = "https://book.example.com/ny"
MOVED_TO = "https://new.example.com/"
NO_SUCH_PAGE = "The service says that there is no such page (404)."


@pytest.fixture
def asked(monkeypatch) -> dict[str, Finding]:
    """Every link works, or is as it is put here; the links that were looked at become its keys."""
    found: dict[str, Finding] = {}

    def look(address: str) -> Finding:
        return found.setdefault(address, Finding(State.OK))

    monkeypatch.setattr(checks, "look_at", look)
    return found


def check(state: LinkCheck.State, detail: str = "", *, days: int = 0, address: str = BOOK) -> LinkCheck:
    now = timezone.now()
    since = now - timedelta(days=days, minutes=1)
    return LinkCheck(address=address, state=state, detail=detail, since=since, checked_at=now)


def go_to(monkeypatch: pytest.MonkeyPatch, hours: int) -> None:
    """Let it be so many hours after ``BEGIN``."""
    monkeypatch.setattr(timezone, "now", lambda: BEGIN + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("checks", "state", "message"),
    [
        ([], HealthState.UNKNOWN, "No booking link has been looked at yet."),
        ([check(State.OK)], HealthState.OK, "1 link works."),
        ([check(State.OK), check(State.OK)], HealthState.OK, "2 links work."),
        (
            [check(State.BLOCKED, "403", days=300)],
            HealthState.UNKNOWN,
            "1 link cannot be checked from here, which says nothing about it.",
        ),
        (
            [check(State.OK), check(State.BLOCKED, "403"), check(State.BLOCKED, "429")],
            HealthState.OK,
            "1 link works. 2 links cannot be checked from here, which says nothing about them.",
        ),
        (
            [check(State.TIMEOUT, days=1)],
            HealthState.UNKNOWN,
            "1 link did not answer this time and will be tried again.",
        ),
        (
            [check(State.TIMEOUT, days=2)],
            HealthState.WARNING,
            f"{BOOK}: The service takes too long to answer.",
        ),
        (
            [check(State.UNREACHABLE, "500", days=3), check(State.OK)],
            HealthState.WARNING,
            f"{BOOK}: The service answers with error 500. 1 link works.",
        ),
        (
            [check(State.MOVED, "https://new.example.com/")],
            HealthState.WARNING,
            f"{BOOK}: It is now at https://new.example.com/.",
        ),
        ([check(State.INSECURE)], HealthState.WARNING, f"{BOOK}: No secure connection can be made."),
        (
            [check(State.OK), check(State.MOVED, MOVED_TO), check(State.GONE, "404")],
            HealthState.FAILING,
            f"{BOOK}: It is now at {MOVED_TO}. {BOOK}: {NO_SUCH_PAGE} 1 link works.",
        ),
    ],
)
def test_health_is_the_worst_that_is_known_in_words(checks, state, message) -> None:
    assert health_of(checks, timezone.now()) == Health(state, message)


@pytest.mark.parametrize("state", State.values)
def test_every_state_but_a_good_one_has_words(state) -> None:
    assert bool(words_of(check(state, "404"))) is (state != State.OK)
    assert bool(words_of(check(state))) is (state != State.OK)


def test_every_link_of_the_settings_is_looked_at_once(network, asked) -> None:
    calendly, setmore = "https://calendly.com/hudson/visit", "https://hudson.setmore.com/"
    offer_booking(
        network.newyork,
        services=[
            {"title": {"en": "First"}, "link": calendly, "intents": []},
            {"title": {"en": "Second"}, "link": setmore, "intents": []},
            {"title": {"en": "Third"}, "link": ADDRESS, "intents": []},
        ],
    )
    with told(network.newyork) as context:
        assert links_health(context) == Health(HealthState.OK, "3 links work.")
    assert sorted(asked) == [calendly, ADDRESS, setmore]
    rows = LinkCheck.objects.for_clinic(network.newyork).values_list("address", "state")
    assert list(rows) == [(one, "ok") for one in sorted(asked)]


def test_link_is_looked_at_once_a_day(network, asked, monkeypatch) -> None:
    offer_booking(network.newyork)
    for hours, is_asked in ((0, True), (1, False), (23, False), (24, True), (25, False)):
        go_to(monkeypatch, hours)
        asked.clear()
        cache.clear()
        with told(network.newyork) as context:
            links_health(context)
        assert (hours, list(asked)) == (hours, [ADDRESS] if is_asked else [])


def test_links_of_one_host_are_looked_at_one_after_the_other(network, asked) -> None:
    visits = [f"https://calendly.com/hudson/visit-{number}" for number in range(3)]
    services = [{"title": {"en": one[-1]}, "link": one, "intents": []} for one in visits]
    offer_booking(network.newyork, services=services)
    looked = []
    for _hour in range(4):
        asked.clear()
        cache.clear()
        with told(network.newyork) as context:
            links_health(context)
        looked.append(sorted(asked))
    assert looked == [[visits[0], ADDRESS], [visits[1]], [visits[2]], []]


def test_clinics_do_not_ask_one_host_at_the_same_time(network, asked) -> None:
    for clinic in (network.newyork, network.aalborg):
        offer_booking(clinic, f"https://calendly.com/{clinic.slug}/visit")
        with told(clinic) as context:
            links_health(context)
    assert list(asked) == ["https://calendly.com/newyork/visit"]


def test_time_of_a_state_begins_when_it_changes(network, asked, monkeypatch) -> None:
    offer_booking(network.newyork)
    since = []
    for day, state in enumerate((State.TIMEOUT, State.TIMEOUT, State.OK)):
        asked[ADDRESS] = Finding(state)
        go_to(monkeypatch, 24 * day)
        cache.clear()
        with told(network.newyork) as context:
            links_health(context)
        row = LinkCheck.objects.for_clinic(network.newyork).get()
        since.append(((row.checked_at - row.since) > timedelta(hours=23), row.state))
    assert since == [(False, "timeout"), (True, "timeout"), (False, "ok")]


def test_link_that_a_clinic_gave_up_is_forgotten(network, asked) -> None:
    for clinic in (network.newyork, network.aalborg):
        offer_booking(clinic, f"https://{clinic.slug}.janeapp.com/")
        with told(clinic) as context:
            links_health(context)
    offer_booking(network.newyork, "")
    with told(network.newyork) as context:
        assert links_health(context).state is HealthState.UNKNOWN
    assert list(LinkCheck.everywhere.values_list("clinic", "address")) == [
        (network.aalborg.pk, "https://aalborg.janeapp.com/")
    ]
