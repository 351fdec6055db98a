"""An uncached request for a page of 30 blocks: an edition, and a plain Wagtail page of the same blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from django.test.utils import override_settings

from tests.benchmarks.measuring import Timing, queries_of, settle, timed, typical
from tests.benchmarks.network import PEER_HOST, Network, host_of

WARM_UP = 10


@dataclass(frozen=True, slots=True)
class Case:
    """One address that is asked for; ``peer`` and ``bare`` name the cases to compare with."""

    name: str
    handler: WSGIHandler
    host: str
    path: str
    peer: str = ""
    bare: str = ""

    def ask(self) -> str:
        return answer(self.handler, self.host, self.path)


@dataclass(frozen=True, slots=True)
class Serving:
    """What one request costs: ``ratio`` is to the plain page, ``bare_ratio`` to its blocks alone."""

    name: str
    peer: str
    time: Timing
    queries: int
    size: int
    ratio: float | None
    bare_ratio: float | None


@cache
def clinic_handler() -> WSGIHandler:
    """The application as a server runs it."""
    return WSGIHandler()


@cache
def peer_handler() -> WSGIHandler:
    """The same with the middleware of a stock Wagtail site."""
    with override_settings(MIDDLEWARE=settings.PEER_MIDDLEWARE):
        return WSGIHandler()


def answer(handler: WSGIHandler, host: str, path: str) -> str:
    """Return the page at ``path``; anything but a page is an error."""
    statuses: list[str] = []
    environ = RequestFactory(SERVER_NAME=host).get(path).environ
    response = handler(environ, lambda status, headers, exc_info=None: statuses.append(status))
    html = b"".join(response).decode()
    response.close()
    if statuses != ["200 OK"]:
        raise AssertionError(f"http://{host}{path} answers {statuses}.")
    return html


def cases_of(network: Network) -> list[Case]:
    """Put up the pages that are asked for, in a network of three clinics."""
    network.open_clinics(3)
    first, second, third = network.sections[:3]
    network.follow("short", [first])
    network.follow("linked", [first])
    network.follow("long", [second])
    network.decide(network.follow("long", [third])[0])
    network.treat(first, "linked")
    ours = clinic_handler()
    theirs = peer_handler()
    return [
        Case("plain page, short", theirs, PEER_HOST, "/conditions/short/"),
        Case(
            "edition, short",
            ours,
            host_of(first),
            "/conditions/short/",
            "plain page, short",
            "bare page, short",
        ),
        Case("plain page, long", theirs, PEER_HOST, "/conditions/long/"),
        Case(
            "edition, long", ours, host_of(second), "/conditions/long/", "plain page, long", "bare page, long"
        ),
        Case(
            "edition, long, with decisions",
            ours,
            host_of(third),
            "/conditions/long/",
            "plain page, long",
            "bare page, long",
        ),
        Case("edition, long, with people and links", ours, host_of(first), "/conditions/linked/"),
        Case("bare page, short", theirs, PEER_HOST, "/conditions/bare-short/"),
        Case("bare page, long", theirs, PEER_HOST, "/conditions/bare-long/"),
    ]


def measure_serving(cases: Sequence[Case], rounds: int, say: Callable[[str], None]) -> list[Serving]:
    """Ask for every case in turn, ``rounds`` times, the other way round in every second round."""
    for case in cases:
        for _ in range(WARM_UP):
            case.ask()
    timings: dict[str, list[Timing]] = {case.name: [] for case in cases}
    say(f"serving {len(cases)} pages {rounds:,} times")
    settle()
    for number in range(rounds):
        for case in cases if number % 2 else reversed(cases):
            timings[case.name].append(timed(case.ask))
    medians = {name: typical(every) for name, every in timings.items()}
    return [
        Serving(
            name=case.name,
            peer=case.peer,
            time=medians[case.name],
            queries=queries_of(case.ask),
            size=len(case.ask().encode()),
            ratio=_ratio(medians, case.name, case.peer),
            bare_ratio=_ratio(medians, case.name, case.bare),
        )
        for case in cases
    ]


def _ratio(medians: dict[str, Timing], name: str, other: str) -> float | None:
    return medians[name].clock / medians[other].clock if other else None
