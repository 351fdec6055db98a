"""The places where a plugin may show something, for one clinic."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.blocks import StreamValue

from cms.clinics.models import Clinic
from cms.plugins.intents import link_for
from cms.testing.answers import Answer, told
from cms.testing.page_types import page_types, slug_of
from cms.testing.trial import Trial
from cms.testing.two_clinics import PATHS
from cms.testing.views import first_paths, who_may

DASHBOARD = "dashboard.panel.v1"
INTENT = "initial-consultation"


@dataclass(frozen=True, slots=True)
class Place:
    """A place and how to look at it; ``where`` is a path, or what it is in words.

    ``is_page`` is true of the pages of the website, ``is_view`` of what the plugin's own views answer.
    """

    where: str
    look: Callable[[], Answer]
    is_page: bool = False
    is_view: bool = False


def website(trial: Trial, clinic: Clinic | None = None) -> list[Place]:
    """Return the pages of a clinic's website and the plugin's own addresses there."""
    clinic = clinic or trial.clinic
    pages = [Place(path, partial(trial.get, path, clinic), is_page=True) for path in paths_of(trial)]
    views = [path for view, path in first_paths(trial, clinic) if view.screens is None]
    return [*pages, *(Place(path, partial(trial.get, path, clinic), is_view=True) for path in views)]


def screens(trial: Trial) -> list[Place]:
    """Return the plugin's screens, as the owner of the clinic sees them."""
    found = [(view, path) for view, path in first_paths(trial, trial.clinic) if view.screens is not None]
    who = who_may(trial)
    return [Place(path, partial(trial.ask, who(view), path), is_view=True) for view, path in found]


def elsewhere(trial: Trial, clinic: Clinic | None = None) -> list[Place]:
    """Return where else the plugin has a part: a dashboard, buttons, searches and interfaces."""
    clinic, plugin = clinic or trial.clinic, trial.plugin
    has_panel = any(one.slot == DASHBOARD for one in plugin.in_slots)
    return [
        Place(words, partial(look, trial, clinic))
        for is_there, words, look in (
            (has_panel, "the dashboard", _dashboard),
            (plugin.intent_function, "a call to action", _link),
            (plugin.blocks, "what searches find", partial(_of_body, _searched)),
            (plugin.blocks, "what interfaces give", partial(_of_body, _represented)),
        )
        if is_there
    ]


def places(trial: Trial, clinic: Clinic | None = None) -> list[Place]:
    """Return every place but the screens."""
    return [*website(trial, clinic), *elsewhere(trial, clinic)]


def everything(trial: Trial) -> list[Place]:
    """Return every place of the clinic that has the plugin on."""
    return [*places(trial), *screens(trial)]


def paths_of(trial: Trial) -> list[str]:
    """Return the pages of a website: those that every clinic has, and one of each type of the plugin."""
    return [*(path for paths in PATHS.values() for path in paths), *own_paths(trial)]


def own_paths(trial: Trial) -> list[str]:
    """Return one page of each type of the plugin."""
    return [f"/{slug_of(model, 1)}/" for model in page_types(trial.entry)]


def _dashboard(trial: Trial, clinic: Clinic) -> Answer:
    return trial.ask(trial.staff(clinic), "/")


def _link(trial: Trial, clinic: Clinic) -> Answer:
    with trial.showing("en", clinic) as here:
        found = partial(link_for, INTENT, here, trial.page("en", clinic))
        return told(trial.entry.name, lambda: link.url if (link := found()) else "")


def _of_body(look: Callable[[StreamValue], Iterable[object]], trial: Trial, clinic: Clinic) -> Answer:
    """Return what ``look`` finds in the blocks of a page."""
    body = trial.page("en", clinic).body
    with trial.showing("en", clinic):
        return told(trial.entry.name, lambda: json.dumps(list(look(body)), cls=DjangoJSONEncoder))


def _searched(body: StreamValue) -> Iterable[object]:
    found: Iterable[object] = body.stream_block.get_searchable_content(body)
    return found


def _represented(body: StreamValue) -> Iterable[object]:
    found: Iterable[object] = body.stream_block.get_api_representation(body)
    return found
