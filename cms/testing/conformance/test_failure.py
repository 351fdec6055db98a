"""Points 11, 12, 13 and 14: the plugin fails, is slow, asks others, or has much to show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from unittest.mock import patch

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.plugins import containment
from cms.plugins.registry import Entry
from cms.plugins.tracing import Outcome
from cms.testing.breaking import broken
from cms.testing.points import concerns, demand_nothing
from cms.testing.tour import Visit, failures, own_paths, paths_of, points_in_pages, tour
from cms.testing.trial import Trial
from cms.testing.two_clinics import make_people_and_places
from cms.testing.wires import watched

MANY = 3
# A plugin is called within one of these where there is a transaction, as in a test.
SAVEPOINTS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
BRIEF = "private, max-age=30"


def shows_something(entry: Entry) -> bool:
    return bool(entry.plugin and points_in_pages(entry.plugin))


@concerns(shows_something)
def test_11_failure_leaves_the_page_whole(trial: Trial) -> None:
    """Nothing fails on any page; and when everything of the plugin does, pages are what they are without it.

    Think of what a context may lack: ``page`` is ``None`` on an error page and on the dashboard,
    ``practitioner`` and ``location`` are ``None`` outside their cards.
    """
    demand_nothing([*_present_failures(trial), *_broken(trial)])


@concerns(shows_something)
def test_12_it_is_quick_and_slowness_is_noticed(trial: Trial) -> None:
    """Each point takes less than a quarter of a second; one that takes far too long pauses, and pages stay.

    Do slow work in ``periodic`` or ``health``, keep what came of it, and show that.
    """
    tours = [tour(trial) for _turn in range(MANY)]
    demand_nothing([*_slow_points(tours), *_slowness(trial, tours[-1])])


@concerns(shows_something)
def test_13_no_connection_while_a_page_is_made(trial: Trial) -> None:
    """While a page is made the plugin asks no other server: a visitor never waits for others.

    Ask in ``periodic`` or ``health`` with ``cms.plugins.api.http``, keep what came of it, and show that.
    """
    with watched(trial.entry.installed.folder) as seen:
        tour(trial)
    demand_nothing(f"{place} opens a connection while a page is made." for place in seen)


@concerns(shows_something)
def test_14_queries_do_not_grow_with_what_there_is(trial: Trial) -> None:
    """A page with three of everything asks the database as often as one with one of everything.

    Read all at once: ``select_related``, ``prefetch_related``, ``bulk_to_python`` of a block.
    """
    with_it = _growth(trial, all_of_it=True)
    with trial.uninstalled():
        without = _growth(trial)
    demand_nothing(
        f"{path} asks the database {grown - without[path]} times more with {MANY} of everything than with 1."
        for path, grown in with_it.items()
        if grown > without[path]
    )


def _present_failures(trial: Trial) -> Iterator[str]:
    visits = tour(trial)
    for where, call in failures(visits):
        yield f"{call.point} fails on {where}. {call.reason}"
    for visit in visits:
        if visit.answer.status >= 500:
            yield f"{visit.where} answers {visit.answer.status}."


def _broken(trial: Trial) -> Iterator[str]:
    with trial.uninstalled():
        without = tour(trial)
    with broken(trial.plugin):
        first = tour(trial)
        last = [tour(trial) for _turn in range(MANY)][-1]
    own = own_paths(trial)
    for visit, other in zip(first, without, strict=True):
        same = (visit.answer.status, visit.answer.html) == (other.answer.status, other.answer.html)
        if visit.where.startswith("/") and visit.where not in own and not same:
            yield f"{visit.where} is not what it is without the plugin when everything in the plugin fails."
        yield from _kept_too_long(visit)
    for where, call in failures(last):
        yield f"{call.point} is still called for {where} although it keeps failing."


def _kept_too_long(visit: Visit) -> Iterator[str]:
    failed = any(call.outcome is Outcome.FAILED for call in visit.answer.calls)
    if failed and visit.where.startswith("/") and visit.answer.headers.get("Cache-Control") != BRIEF:
        yield f"{visit.where} would be kept for long although something on it failed."


def _slow_points(tours: Iterable[list[Visit]]) -> Iterator[str]:
    """The best of three is what a point takes on a machine that has nothing else to do."""
    best: dict[str, float] = {}
    for visits in tours:
        worst: dict[str, float] = {}
        for visit in visits:
            for call in visit.answer.calls:
                worst[call.point] = max(call.milliseconds, worst.get(call.point, 0))
        best = {point: min(time, best.get(point, time)) for point, time in worst.items()}
    for point, milliseconds in best.items():
        if milliseconds > containment.SLOW * 1000:
            yield f"{point} takes {milliseconds:.0f} ms; it may take {containment.SLOW * 1000:.0f} ms."


def _slowness(trial: Trial, usual: Iterable[Visit]) -> Iterator[str]:
    with patch.object(containment, "TOO_SLOW", 0):
        turns = [tour(trial) for _turn in range(MANY + 1)]
    for visit, other in zip(turns[0], usual, strict=True):
        if visit.answer.status != other.answer.status:
            yield f"{visit.where} answers {visit.answer.status} when the plugin is slow."
    called = {c.point for v in turns[-1] for c in v.answer.calls if c.outcome is not Outcome.PAUSED}
    for point in sorted(called & points_in_pages(trial.plugin)):
        yield f"{point} is still called although it keeps taking too long."


def _growth(trial: Trial, *, all_of_it: bool = False) -> dict[str, int]:
    """Return by how much the queries of each page grow from one practitioner and location to three.

    With ``all_of_it`` the plugin's own records and blocks grow as well.
    """
    make_people_and_places(trial.clinic, 1)
    few = _queries(trial)
    make_people_and_places(trial.clinic, MANY)
    if all_of_it:
        trial.fill(MANY)
        trial.show_blocks(MANY)
    many = _queries(trial)
    return {path: many[path] - few[path] for path in few}


def _queries(trial: Trial) -> dict[str, int]:
    counts = {}
    for path in paths_of(trial):
        trial.get(path)  # what is remembered from now on is not asked again
        with CaptureQueriesContext(connection) as asked:
            trial.get(path)
        counts[path] = sum(not query["sql"].startswith(SAVEPOINTS) for query in asked)
    return counts
