"""What is found out about booking links, when it is asked, and when a clinic is alarmed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from cms.plugins.actions import configure
from cms.plugins.api import Health, HealthState, http
from cms.plugins.http import HttpError, Reason
from plugins.booking_link import health, health_findings
from plugins.booking_link.accounts import is_used_elsewhere, keep_accounts
from plugins.booking_link.health import health_of, links_health
from plugins.booking_link.health_findings import Finding, finding_of, look_at, words_of
from plugins.booking_link.links import parse
from plugins.booking_link.models import Account, LinkCheck
from tests.plugins.booking_link.clinics import ADDRESS, offer_booking, told

State = LinkCheck.State
BEGIN = datetime(2026, 3, 15, 12, tzinfo=UTC)
BOOK = "https://book.example.com/ny"
MOVED_TO = "https://new.example.com/"
NO_SUCH_PAGE = "The service says that there is no such page (404)."


class Booking(BaseHTTPRequestHandler):
    """A booking service; it knows only GET where the path says so."""

    seen: list[str] = []

    def do_GET(self) -> None:
        self.seen.append(f"{self.command} {self.path}")
        _, kind, rest = self.path.split("/", 2)
        if kind == "get" and self.command == "HEAD":
            self.send_error(405)
            return
        status, _, where = rest.partition("/")
        self.send_response(int(status))
        if where:
            self.send_header("Location", f"/{where}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815 -- the name that the server looks for

    def log_message(self, *args: Any) -> None:
        """Say nothing on standard error."""


@pytest.fixture
def service(settings) -> Iterator[str]:
    """The address of a booking service on this machine."""
    Booking.seen = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Booking)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    host = f"127.0.0.1:{server.server_port}"
    settings.MERIDIAN = settings.MERIDIAN | {"PLUGIN_HTTP_ALLOWED_HOSTS": [host]}
    yield f"http://{host}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def asked(monkeypatch) -> dict[str, Finding]:
    """Every link works, or is as it is put here; the links that were looked at become its keys."""
    found: dict[str, Finding] = {}

    def look(address: str) -> Finding:
        return found.setdefault(address, Finding(State.OK))

    monkeypatch.setattr(health, "look_at", look)
    return found


def answer(
    status: int = 200, url: str = BOOK, redirects: tuple[int, ...] = (), **headers: str
) -> http.Response:
    return http.Response(
        status, url, redirects, {name.replace("_", "-"): one for name, one in headers.items()}, b""
    )


def check(state: LinkCheck.State, detail: str = "", *, days: int = 0, address: str = BOOK) -> LinkCheck:
    now = timezone.now()
    since = now - timedelta(days=days, minutes=1)
    return LinkCheck(address=address, state=state, detail=detail, since=since, checked_at=now)


def go_to(monkeypatch: pytest.MonkeyPatch, hours: int) -> None:
    """Let it be so many hours after ``BEGIN``."""
    monkeypatch.setattr(timezone, "now", lambda: BEGIN + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (answer(), Finding(State.OK)),
        (answer(204), Finding(State.OK)),
        (answer(url="https://www.book.example.com/ny/", redirects=(301,)), Finding(State.OK)),
        (answer(url="https://book.example.com/sign-in", redirects=(302,)), Finding(State.OK)),
        (answer(url="https://new.example.com/", redirects=(301, 302)), Finding(State.OK)),
        (
            answer(url="https://new.example.com/", redirects=(301,)),
            Finding(State.MOVED, "https://new.example.com/"),
        ),
        (
            answer(url="https://book.example.com/la", redirects=(308, 301)),
            Finding(State.MOVED, "https://book.example.com/la"),
        ),
        (answer(404), Finding(State.GONE, "404")),
        (answer(410, redirects=(301,)), Finding(State.GONE, "410")),
        (answer(401), Finding(State.BLOCKED, "401")),
        (answer(403), Finding(State.BLOCKED, "403")),
        (answer(429), Finding(State.BLOCKED, "429")),
        (answer(503, server="cloudflare"), Finding(State.BLOCKED, "503")),
        (answer(200, cf_mitigated="challenge"), Finding(State.BLOCKED, "200")),
        (answer(503), Finding(State.UNREACHABLE, "503")),
        (answer(500), Finding(State.UNREACHABLE, "500")),
        (answer(405), Finding(State.UNREACHABLE, "405")),
        (
            answer(url="http://book.example.com/ny", redirects=(301,)),
            Finding(State.INSECURE, "http://book.example.com/ny"),
        ),
    ],
)
def test_answer_says_how_the_link_is(given, found) -> None:
    assert finding_of(BOOK, given) == found


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        (Reason.TIMEOUT, State.TIMEOUT),
        (Reason.INSECURE, State.INSECURE),
        (Reason.UNREACHABLE, State.UNREACHABLE),
        (Reason.REFUSED, State.UNREACHABLE),
        (Reason.TOO_MANY_REDIRECTS, State.UNREACHABLE),
    ],
)
def test_no_answer_says_how_the_link_is(monkeypatch, reason, state) -> None:
    def refuse(url: str, **more: Any) -> http.Response:
        raise HttpError(reason, "There is no answer.")

    monkeypatch.setattr(health_findings.http, "head", refuse)
    monkeypatch.setattr(health_findings.http, "get", refuse)
    assert look_at(BOOK) == Finding(state)


def test_head_is_enough_for_a_link_that_works(service) -> None:
    assert look_at(f"{service}/any/200") == Finding(State.OK)
    assert Booking.seen == ["HEAD /any/200"]


def test_page_itself_is_asked_for_where_the_head_says_nothing(service) -> None:
    assert look_at(f"{service}/get/200") == Finding(State.OK)
    assert look_at(f"{service}/any/404") == Finding(State.GONE, "404")
    assert Booking.seen == ["HEAD /get/200", "GET /get/200", "HEAD /any/404", "GET /any/404"]


def test_link_that_has_moved_says_where_to(service) -> None:
    moved = f"{service}/any/200"
    assert look_at(f"{service}/any/301/any/200") == Finding(State.MOVED, moved)


def test_private_address_is_not_asked() -> None:
    assert look_at("https://127.0.0.1/") == Finding(State.UNREACHABLE)


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


def test_accounts_are_kept_in_step_with_the_settings(network) -> None:
    generic = {"title": {"en": "Other"}, "link": "https://book.example.com/x", "intents": []}
    offer_booking(network.newyork, services=[generic])
    for address, account in ((ADDRESS, "hudson"), (ADDRESS, "hudson"), ("https://lake.janeapp.com/", "lake")):
        configure(network.newyork, "booking_link", {"link": address, "services": [generic]}, user=None)
        with told(network.newyork) as context:
            keep_accounts(context)
        rows = Account.objects.for_clinic(network.newyork).values_list("provider", "account")
        assert list(rows) == [("jane", account)]


def test_account_of_another_clinic_is_known_without_its_name(network) -> None:
    for clinic in (network.newyork, network.aalborg):
        offer_booking(clinic, f"https://{clinic.slug}.janeapp.com/")
        with told(clinic) as context:
            keep_accounts(context)
    theirs = parse("https://newyork.janeapp.com/#/staff_member/1")
    assert is_used_elsewhere(theirs, network.aalborg.pk) is True
    assert is_used_elsewhere(theirs, network.newyork.pk) is False
    assert is_used_elsewhere(parse("https://nobody.janeapp.com/"), network.aalborg.pk) is False
    assert is_used_elsewhere(parse("https://book.example.com/newyork"), network.aalborg.pk) is False
