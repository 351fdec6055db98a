"""A look at every place where a plugin may show something, for one clinic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cms.clinics.models import Clinic
from cms.conf import options
from cms.plugins import intents, structured_data
from cms.plugins.block_types import point_of
from cms.plugins.declaration import Plugin
from cms.plugins.intents import link_for
from cms.plugins.tracing import Call, Outcome, tracing
from cms.testing.page_types import page_types, slug_of
from cms.testing.trial import Answer, Trial
from cms.testing.two_clinics import PATHS

DASHBOARD = "dashboard.panel.v1"
INTENT = "initial-consultation"


@dataclass(frozen=True, slots=True)
class Visit:
    """One place that was looked at: a path of the website, or what it is in words."""

    where: str
    answer: Answer


def tour(trial: Trial, clinic: Clinic | None = None) -> list[Visit]:
    """Return what a clinic's pages and, if the plugin is on it, its dashboard answered, and an intent."""
    clinic = clinic or trial.clinic
    visits = [Visit(path, trial.get(path, clinic)) for path in paths_of(trial)]
    if any(one.slot == DASHBOARD for one in trial.plugin.in_slots):
        visits.append(Visit("the dashboard", _dashboard(trial, clinic)))
    if trial.plugin.intent_function:
        visits.append(Visit("a call to action", _intent(trial, clinic)))
    return visits


def paths_of(trial: Trial) -> list[str]:
    """Return the pages of a website: those that every clinic has, and one of each type of the plugin."""
    return [*(path for paths in PATHS.values() for path in paths), *own_paths(trial)]


def own_paths(trial: Trial) -> list[str]:
    """Return one page of each type of the plugin."""
    return [f"/{slug_of(model, 1)}/" for model in page_types(trial.entry)]


def shown_points(visits: Iterable[Visit]) -> set[str]:
    """Return the points at which the plugin gave something that was used."""
    return {call.point for visit in visits for call in visit.answer.calls if call.outcome is Outcome.SHOWN}


def failures(visits: Iterable[Visit]) -> Iterator[tuple[str, Call]]:
    """Yield the calls that failed, each with where."""
    for visit in visits:
        yield from ((visit.where, call) for call in visit.answer.calls if call.outcome is Outcome.FAILED)


def new_failures(visits: Iterable[Visit], usual: Iterable[Visit]) -> Iterator[tuple[str, Call]]:
    """Yield the calls that failed and do not fail in the tour ``usual``, each with where."""
    known = {(where, call.point) for where, call in failures(usual)}
    yield from ((where, call) for where, call in failures(visits) if (where, call.point) not in known)


def points_in_pages(plugin: Plugin) -> set[str]:
    """Return the points at which a plugin is called for what a tour looks at."""
    points = {one.slot for one in plugin.in_slots} | {point_of(one.name) for one in plugin.blocks}
    if plugin.intent_function:
        points.add(intents.POINT)
    if plugin.data_functions:
        points.add(structured_data.POINT)
    return points


def _dashboard(trial: Trial, clinic: Clinic) -> Answer:
    with tracing() as calls:
        response = trial.staff(clinic).get("/", HTTP_HOST=options.ADMIN_HOST)
    ours = tuple(call for call in calls if call.plugin == trial.entry.name)
    return Answer(response.status_code, response.content.decode(), response.headers, ours)


def _intent(trial: Trial, clinic: Clinic) -> Answer:
    with trial.showing("en", clinic) as here, tracing() as calls:
        link = link_for(INTENT, here, trial.page("en", clinic))
    ours = tuple(call for call in calls if call.plugin == trial.entry.name)
    return Answer(200, link.url if link else "", {}, ours)
