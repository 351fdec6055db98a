"""What a plugin puts into pages, piece by piece: one piece for each place where it shows something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cms.clinics.people import practitioners_of
from cms.clinics.places import places_of
from cms.locales.context import RequestContext
from cms.plugins.rendering import render_slot
from cms.testing.trial import Trial

HEAD = "page.head.v1"
PRACTITIONER = "practitioner.card.v1"
LOCATION = "location.card.v1"


@dataclass(frozen=True, slots=True)
class Fragment:
    """The HTML of one point of a plugin."""

    point: str
    html: str


def fragments(trial: Trial, language: str = "en") -> list[Fragment]:
    """Return what the plugin shows at its clinic in a language."""
    with trial.showing(language) as here:
        page = trial.page(language)
        slots = [(one.slot, _in_slot(one.slot, here, page)) for one in trial.plugin.in_slots]
        blocks = [(one.name, _block(trial, one.name, page)) for one in trial.plugin.blocks]
        return [Fragment(point, html) for point, html in (*slots, *blocks) if html.strip()]


def _in_slot(slot: str, here: RequestContext, page: Any) -> str:
    told: list[dict[str, Any]] = [{}]
    if slot == PRACTITIONER:
        told = [{"practitioner": one} for one in practitioners_of(here.clinic)]
    elif slot == LOCATION:
        told = [{"location": one} for one in places_of(here.clinic)]
    return "".join(render_slot(slot, here, page, **one) for one in told)


def _block(trial: Trial, name: str, page: Any) -> str:
    block = trial.block(name)
    return str(block.render(block.to_python(trial.stored_value(name)), context={"page": page}))


def texts_in(values: Any) -> Iterator[str]:
    """Yield every text within lists and objects."""
    if isinstance(values, str):
        yield values
    elif isinstance(values, dict):
        for one in values.values():
            yield from texts_in(one)
    elif isinstance(values, list | tuple):
        for one in values:
            yield from texts_in(one)
