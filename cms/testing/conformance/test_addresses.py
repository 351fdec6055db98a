"""Point 10: the plugin's addresses, on websites and in the admin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.test import Client

from cms.conf import options
from cms.plugins.answers import Permission
from cms.plugins.registry import Entry
from cms.testing.answers import Answer
from cms.testing.points import concerns, demand_nothing
from cms.testing.records import Record, paths_across, paths_to, records_of
from cms.testing.trial import Trial
from cms.testing.views import View, views_of

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
    through ``Model.objects.for_clinic(here(…).clinic)`` and ``get_object_or_404``. What an
    address captures is taken for the name of a record: a choice, such as a year, belongs into the query.
    Write addresses with ``path()``: the kit cannot make examples for a regular expression.
    """
    trial.fill(3, trial.neighbour)
    demand_nothing(_problems(trial, _Askers.of(trial)))


@dataclass(frozen=True, slots=True)
class _Askers:
    """Who asks; ``stranger`` is the owner of the other clinic, and ``passer_by`` a visitor of its website."""

    visitor: Client
    passer_by: Client
    anonymous: Client
    owner: Client
    marketer: Client
    stranger: Client

    @classmethod
    def of(cls, trial: Trial) -> _Askers:
        return cls(
            trial.visitor(),
            trial.visitor(trial.neighbour),
            Client(HTTP_HOST=options.ADMIN_HOST, raise_request_exception=False),
            trial.staff(owner=True),
            trial.staff(),
            trial.staff(trial.neighbour, owner=True),
        )

    def who_may(self, view: View) -> Client:
        return self.visitor if view.screens is None else self.owner


def _problems(trial: Trial, askers: _Askers) -> Iterator[str]:
    own, foreign = (records_of(trial, clinic) for clinic in (trial.clinic, trial.neighbour))
    for view in views_of(trial):
        if view.address.is_readable:
            yield from _closed(trial, askers, view, own, foreign)
            yield from _open(trial, askers, view, own)
            yield from _foreign(trial, askers, view, own, foreign)
        else:
            yield f"{view.address.view} has an address of which the kit can make no example."


def _closed(
    trial: Trial, askers: _Askers, view: View, own: list[Record], foreign: list[Record]
) -> Iterator[str]:
    """Say where an address answers that should not, at the first of its examples."""
    path = view.path(trial, paths_to(view.address, own)[0])
    elsewhere = view.path(trial, paths_to(view.address, foreign)[0], trial.neighbour)
    for method in METHODS:
        who = askers.passer_by if view.screens is None else askers.stranger
        off = trial.ask(who, elsewhere, method)
        if off.status != 404:
            yield _said(elsewhere, method, off, "at a clinic that does not have the plugin on, not with 404")
        if view.screens is not None:
            yield from _not_let_in(trial, askers, view, path, method)


def _not_let_in(trial: Trial, askers: _Askers, view: View, path: str, method: str) -> Iterator[str]:
    answer = trial.ask(askers.anonymous, path, method)
    if answer.status not in NOT_LET_IN:
        yield _said(path, method, answer, "to somebody who has not signed in")
    answer = trial.ask(askers.stranger, path, method)
    if answer.status != 404:
        yield _said(path, method, answer, "to the owner of another clinic, not with 404")
    if view.screens and view.screens.permission is Permission.OWNER:
        answer = trial.ask(askers.marketer, path, method)
        if answer.status not in NOT_LET_IN:
            yield f"{path} is for owners, and opens for a marketer."


def _open(trial: Trial, askers: _Askers, view: View, own: list[Record]) -> Iterator[str]:
    for rest in paths_to(view.address, own):
        path = view.path(trial, rest)
        for method in METHODS:
            answer = trial.ask(askers.who_may(view), path, method)
            if answer.status >= FAILED:
                yield _said(path, method, answer, "to who may")


def _foreign(
    trial: Trial, askers: _Askers, view: View, own: list[Record], foreign: list[Record]
) -> Iterator[str]:
    if not view.address.captures:
        return
    before = records_of(trial, trial.neighbour)
    for rest in paths_across(view.address, own, foreign):
        path = view.path(trial, rest)
        for method in METHODS:
            answer = trial.ask(askers.who_may(view), path, method)
            if answer.status not in REFUSED:
                yield _said(path, method, answer, "although it names a record of another clinic")
    if records_of(trial, trial.neighbour) != before:
        yield f"What is sent to {view.address.route} changes records of another clinic."


def _said(path: str, method: str, answer: Answer, words: str) -> str:
    return f"{path} answers {method} with {answer.status} {words}."
