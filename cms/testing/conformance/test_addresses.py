"""Point 10: the plugin's addresses, on websites and in the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.test import Client

from cms.conf import options
from cms.plugins.addresses import dashed
from cms.plugins.answers import Permission
from cms.plugins.declared import Screens
from cms.plugins.registry import Entry
from cms.plugins.screens import screen_at
from cms.testing.addresses import Address, addresses
from cms.testing.points import concerns, demand_nothing
from cms.testing.rows import rows_of, scoped_models
from cms.testing.trial import Trial

REFUSED = (403, 404, 405)
FAILED = 500


def has_addresses(entry: Entry) -> bool:
    return bool(entry.plugin and (entry.plugin.site_patterns or entry.plugin.screens))


@concerns(has_addresses)
def test_10_addresses_answer_only_where_and_for_whom_they_should(trial: Trial) -> None:
    """Every address is 404 where the plugin is off, closed to who may not, and knows no other's records.

    Read records through ``Model.objects.for_clinic(here(…).clinic)`` and ``get_object_or_404``. Write
    addresses with ``path()``: the kit cannot make examples for a regular expression.
    """
    trial.fill(3, trial.neighbour)
    site = [(one, f"/-/{dashed(trial.entry.name)}/") for one in addresses(trial.plugin.site_patterns)]
    screens = [(kind, one) for kind in trial.plugin.screens for one in addresses(kind.patterns)]
    demand_nothing(
        [
            *(
                _unreadable(one)
                for one in (*(one for one, _root in site), *(one for _kind, one in screens))
                if one.route is None
            ),
            *(problem for one, root in site if one.route is not None for problem in _site(trial, one, root)),
            *(
                problem
                for kind, one in screens
                if one.route is not None
                for problem in _screen(trial, kind, one)
            ),
        ]
    )


def _unreadable(address: Address) -> str:
    return f"{address.view} has a regular expression as its address, of which the kit can make no example."


def _site(trial: Trial, address: Address, root: str) -> Iterator[str]:
    path = root + address.path()
    off = trial.get(path, trial.neighbour).status
    if off != 404:
        yield f"{path} answers {off} at a clinic that does not have the plugin on; it must be 404."
    on = trial.get(path).status
    if on >= FAILED:
        yield f"{path} answers {on}."
    for number in _foreign_keys(trial) if address.captures else ():
        status = trial.get(root + address.path(number)).status
        if status not in REFUSED:
            yield f"{root + address.path(number)} names a record of another clinic, and answers {status}."


def _screen(trial: Trial, kind: Screens, address: Address) -> Iterator[str]:
    path = screen_at(trial.entry.name, address.path(), trial.clinic)
    anonymous = Client(HTTP_HOST=options.ADMIN_HOST, raise_request_exception=False).get(path).status_code
    if anonymous not in (302, *REFUSED):
        yield f"{path} answers {anonymous} to somebody who has not signed in."
    stranger = trial.staff(trial.neighbour, owner=True).get(path).status_code
    if stranger != 404:
        yield f"{path} answers {stranger} to the owner of another clinic; it must be 404."
    elsewhere = screen_at(trial.entry.name, address.path(), trial.neighbour)
    off = trial.staff(trial.neighbour, owner=True).get(elsewhere).status_code
    if off != 404:
        yield f"{elsewhere} answers {off} at a clinic that does not have the plugin on; it must be 404."
    if kind.permission is Permission.OWNER and trial.staff().get(path).status_code not in (302, *REFUSED):
        yield f"{path} is for owners, and opens for a marketer."
    own = trial.staff(owner=True).get(path).status_code
    if own >= FAILED:
        yield f"{path} answers {own} to the clinic's owner."
    if address.captures:
        yield from _foreign_records(trial, address)


def _foreign_records(trial: Trial, address: Address) -> Iterator[str]:
    before = _records(trial)
    owner = trial.staff(owner=True)
    for number in _foreign_keys(trial):
        path = screen_at(trial.entry.name, address.path(number), trial.clinic)
        for ask in (owner.get, owner.post):
            status = ask(path).status_code
            if status not in REFUSED:
                yield f"{path} names a record of another clinic, and {ask.__name__.upper()} answers {status}."
    if _records(trial) != before:
        yield f"A POST to {address.route} changed records of another clinic."


def _foreign_keys(trial: Trial) -> list[Any]:
    """Return the keys of the neighbour's records that none of the clinic's own has."""
    models = scoped_models(trial.entry)
    theirs = {row.pk for model in models for row in rows_of(model, trial.neighbour.pk)}
    return sorted(theirs - {row.pk for model in models for row in rows_of(model, trial.clinic.pk)})


def _records(trial: Trial) -> list[Any]:
    models = scoped_models(trial.entry)
    return [list(rows_of(model, trial.neighbour.pk).order_by("pk").values()) for model in models]
