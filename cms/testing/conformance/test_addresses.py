"""Point 10: the plugin's addresses, on websites and in the admin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.test import Client

from cms.conf import options
from cms.plugins.answers import Permission
from cms.plugins.registry import Entry
from cms.testing.answers import Answer
from cms.testing.points import concerns, demand_nothing
from cms.testing.records import Record, paths_across, records_of
from cms.testing.trial import Trial
from cms.testing.views import View, paths_of_view, views_of

METHODS = ("GET", "POST")
REFUSED = (403, 404, 405)
NOT_LET_IN = (302, *REFUSED)
FAILED = 500


def has_addresses(entry: Entry) -> bool:
    return bool(entry.plugin and (entry.plugin.site_patterns or entry.plugin.screens))


@concerns(has_addresses)
def test_10_addresses_answer_only_where_and_for_whom_they_should(trial: Trial) -> None:
    """Every address is 404 where the plugin is off, closed to who may not, and knows no other's records.

    That holds for reading and for sending a form, whatever names a record in the address. Read records
    through ``Model.objects.for_clinic(here(…).clinic)`` and ``get_object_or_404``. Write
    addresses with ``path()``: the kit cannot make examples for a regular expression.
    """
    trial.fill(3, trial.neighbour)
    demand_nothing(_problems(trial, views_of(trial)))


def _problems(trial: Trial, views: Iterable[View]) -> Iterator[str]:
    own, foreign = (records_of(trial, clinic) for clinic in (trial.clinic, trial.neighbour))
    for view in views:
        if not view.address.is_readable:
            yield f"{view.address.view} has an address of which the kit can make no example."
            continue
        yield from _closed(trial, view)
        yield from _open(trial, view)
        yield from _foreign(trial, view, own, foreign)


def _closed(trial: Trial, view: View) -> Iterator[str]:
    """Say where an address answers that should not, at the first of its examples."""
    path = paths_of_view(trial, view)[0]
    elsewhere = paths_of_view(trial, view, trial.neighbour)[0]
    for method in METHODS:
        if view.screens is None:
            off = trial.ask(trial.visitor(trial.neighbour), elsewhere, method)
        else:
            off = trial.ask(trial.staff(trial.neighbour, owner=True), elsewhere, method)
            yield from _strangers(trial, view, path, method)
        if off.status != 404:
            yield _said(
                elsewhere, method, off, "at a clinic that does not have the plugin on; it must be 404"
            )


def _strangers(trial: Trial, view: View, path: str, method: str) -> Iterator[str]:
    anonymous = Client(HTTP_HOST=options.ADMIN_HOST, raise_request_exception=False)
    answer = trial.ask(anonymous, path, method)
    if answer.status not in NOT_LET_IN:
        yield _said(path, method, answer, "to somebody who has not signed in")
    answer = trial.ask(trial.staff(trial.neighbour, owner=True), path, method)
    if answer.status != 404:
        yield _said(path, method, answer, "to the owner of another clinic; it must be 404")
    if view.screens and view.screens.permission is Permission.OWNER:
        answer = trial.ask(trial.staff(), path, method)
        if answer.status not in NOT_LET_IN:
            yield f"{path} is for owners, and opens for a marketer."


def _open(trial: Trial, view: View) -> Iterator[str]:
    client = _client(trial, view)
    for path in paths_of_view(trial, view):
        for method in METHODS:
            answer = trial.ask(client, path, method)
            if answer.status >= FAILED:
                yield _said(path, method, answer, "to who may")


def _foreign(trial: Trial, view: View, own: Sequence[Record], foreign: Sequence[Record]) -> Iterator[str]:
    before = records_of(trial, trial.neighbour)
    client = _client(trial, view)
    for rest in paths_across(view.address, own, foreign) if view.address.captures else ():
        path = view.path(trial, rest)
        for method in METHODS:
            answer = trial.ask(client, path, method)
            if answer.status not in REFUSED:
                yield _said(path, method, answer, "although it names a record of another clinic")
    if records_of(trial, trial.neighbour) != before:
        yield f"What is sent to {view.address.route} changes records of another clinic."


def _client(trial: Trial, view: View) -> Client:
    return trial.visitor() if view.screens is None else trial.staff(owner=True)


def _said(path: str, method: str, answer: Answer, words: str) -> str:
    return f"{path} answers {method} with {answer.status} {words}."
