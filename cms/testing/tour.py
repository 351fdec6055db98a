"""A look at places where a plugin may show something, and what is to be learnt from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from cms.plugins import intents, structured_data
from cms.plugins.block_types import point_of
from cms.plugins.declaration import Plugin
from cms.plugins.tracing import Call, Outcome
from cms.testing.answers import Answer
from cms.testing.places import Place

ERROR = 500
TURNS = 4
"""What fails or is too slow three times pauses."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One place, and what it answered."""

    place: Place
    answer: Answer

    @property
    def where(self) -> str:
        return self.place.where


def tour(places: Iterable[Place]) -> list[Visit]:
    """Return what the places answer now."""
    return [Visit(place, place.look()) for place in places]


def until_left_alone(visits: Iterable[Visit], is_called: Callable[[Call], bool]) -> list[Visit]:
    """Return the last visit to each place, after as many turns as it may take to leave the plugin alone.

    A place is looked at again while a call of the plugin is what ``is_called`` asks for.
    """
    last = list(visits)
    for _turn in range(TURNS):
        last = [
            Visit(one.place, one.place.look()) if any(map(is_called, one.answer.calls)) else one
            for one in last
        ]
    return last


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


def other_statuses(visits: Iterable[Visit], usual: Iterable[Visit]) -> Iterator[tuple[str, int]]:
    """Yield where the status is not the one of the tour ``usual``, unless it was an error there already."""
    for visit, other in zip(visits, usual, strict=True):
        if visit.answer.status != other.answer.status < ERROR:
            yield visit.where, visit.answer.status


def points_in_pages(plugin: Plugin) -> set[str]:
    """Return the points at which a plugin is called for what a tour looks at, its views left out."""
    points = {one.slot for one in plugin.in_slots} | {point_of(one.name) for one in plugin.blocks}
    if plugin.intent_function:
        points.add(intents.POINT)
    if plugin.data_functions:
        points.add(structured_data.POINT)
    return points
