"""Points 12, 13 and 14: the plugin is slow, asks others, or has much to show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from unittest.mock import patch

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.plugins import containment
from cms.plugins.registry import Entry
from cms.plugins.tracing import Outcome
from cms.testing.places import paths_of, places
from cms.testing.points import concerns, demand_nothing
from cms.testing.tour import Visit, other_statuses, points_in_pages, shown_points, tour, until_left_alone
from cms.testing.trial import Trial
from cms.testing.two_clinics import make_people_and_places
from cms.testing.views import opened
from cms.testing.wires import watched

MANY = 3
# A plugin is called within one of these where there is a transaction, as in a test.
SAVEPOINTS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


def shows_something(entry: Entry) -> bool:
    plugin = entry.plugin
    return bool(plugin and (points_in_pages(plugin) or plugin.site_patterns or plugin.screens))


@concerns(shows_something)
def test_12_it_is_quick_and_slowness_is_noticed(trial: Trial) -> None:
    """Each point takes less than a quarter of a second; one that takes far too long pauses, and pages stay.

    Do slow work in ``periodic`` or ``health``, keep what came of it, and show that.
    """
    usual = tour(places(trial))
    demand_nothing([*_slow_points(usual), *_slowness(usual)])


@concerns(shows_something)
def test_13_no_connection_while_a_page_is_made(trial: Trial) -> None:
    """While a page is made the plugin asks no other server: a visitor never waits for others.

    Ask in ``periodic`` or ``health`` with ``cms.plugins.api.http``, keep what came of it, and show that.
    """
    with watched(trial.entry.installed.folder) as seen:
        tour(places(trial))
    demand_nothing(f"{place} opens a connection while a page is made." for place in seen)


@concerns(shows_something)
def test_14_queries_do_not_grow_with_what_there_is(trial: Trial) -> None:
    """A page with three of everything asks the database as often as one with one of everything.

    So does each view on the website and each screen of the admin. Read all at once: ``select_related``,
    ``prefetch_related``, ``bulk_to_python`` of a block.
    """
    grown = {path: more for path, more in _growth(trial, all_of_it=True).items() if more > 0}
    if grown:
        with trial.uninstalled():
            without = _growth(trial)
        grown = {path: more - without.get(path, 0) for path, more in grown.items()}
    demand_nothing(
        f"{path} asks the database {more} times more with {MANY} of everything than with 1."
        for path, more in grown.items()
        if more > 0
    )


def _slow_points(usual: list[Visit]) -> Iterator[str]:
    """The best of three is what a point takes on a machine that has nothing else to do."""
    best = _milliseconds(usual)
    for _turn in range(MANY - 1):
        if max(best.values(), default=0) > containment.SLOW * 1000:
            again = _milliseconds(tour(one.place for one in usual))
            best = {point: min(time, again.get(point, time)) for point, time in best.items()}
    for point, milliseconds in best.items():
        if milliseconds > containment.SLOW * 1000:
            yield f"{point} takes {milliseconds:.0f} ms; it may take {containment.SLOW * 1000:.0f} ms."


def _milliseconds(visits: Iterable[Visit]) -> dict[str, float]:
    """Return how long each point took where it took longest."""
    worst: dict[str, float] = {}
    for visit in visits:
        for call in visit.answer.calls:
            worst[call.point] = max(call.milliseconds, worst.get(call.point, 0))
    return worst


def _slowness(usual: list[Visit]) -> Iterator[str]:
    with patch.object(containment, "TOO_SLOW", 0):
        slow = tour(one.place for one in usual)
        last = until_left_alone(slow, lambda call: call.outcome is Outcome.SHOWN)
    for where, status in other_statuses(slow, usual):
        yield f"{where} answers {status} when the plugin is slow."
    for point in sorted(shown_points(last)):
        yield f"{point} is still called although it keeps taking too long."


def _growth(trial: Trial, *, all_of_it: bool = False) -> dict[str, int]:
    """Return by how much the queries of each page grow from one practitioner and location to three.

    With ``all_of_it`` the plugin's own records and blocks grow as well, and its views are looked at.
    """
    make_people_and_places(trial.clinic, 1)
    senders: dict[str, Callable[[], object]] = {path: partial(trial.get, path) for path in paths_of(trial)}
    if all_of_it:
        senders |= {one.path: one.look for one in opened(trial)}
    few = _queries(senders)
    make_people_and_places(trial.clinic, MANY)
    if all_of_it:
        trial.fill(MANY)
        trial.show_blocks(MANY)
    many = _queries(senders)
    return {path: many[path] - few[path] for path in few}


def _queries(senders: Mapping[str, Callable[[], object]]) -> dict[str, int]:
    counts = {}
    for path, send in senders.items():
        send()  # what is remembered from now on is not asked again
        with CaptureQueriesContext(connection) as asked:
            send()
        counts[path] = sum(not query["sql"].startswith(SAVEPOINTS) for query in asked)
    return counts
