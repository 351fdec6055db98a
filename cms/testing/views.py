"""The views of a plugin: on the websites of clinics, and its screens in the admin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.test import Client

from cms.clinics.models import Clinic
from cms.plugins.addresses import dashed
from cms.plugins.declared import Screens
from cms.plugins.screens import screen_at
from cms.testing.addresses import Address, addresses
from cms.testing.answers import Answer
from cms.testing.records import paths_to, records_of
from cms.testing.trial import Trial

MAIN = re.compile(r"<main\b[^>]*>(?P<content>.*)</main>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class View:
    """A view of a plugin; for a screen of the admin, ``screens`` say for whom it is."""

    address: Address
    screens: Screens | None = None

    def path(self, trial: Trial, rest: str, clinic: Clinic | None = None) -> str:
        """Return where it answers for a clinic; ``rest`` is the path below the plugin's own."""
        if self.screens is None:
            return f"/-/{dashed(trial.entry.name)}/{rest}"
        return screen_at(trial.entry.name, rest, clinic or trial.clinic)


@dataclass(frozen=True, slots=True)
class Opened:
    """HTML that a view answered; ``look`` asks for it again.

    ``content`` is the part that the host puts nothing around.
    """

    view: View
    path: str
    look: Callable[[], Answer]
    answer: Answer

    @property
    def content(self) -> str:
        found = MAIN.search(self.answer.html)
        return found["content"] if found else self.answer.html


def views_of(trial: Trial) -> list[View]:
    """Return every view of the plugin, those whose address the kit cannot read included."""
    screens = [View(address, one) for one in trial.plugin.screens for address in addresses(one.patterns)]
    return [*(View(one) for one in addresses(trial.plugin.site_patterns)), *screens]


def readable_views(trial: Trial) -> list[View]:
    """Return the views of which the kit can make an address."""
    return [one for one in views_of(trial) if one.address.is_readable]


def opened(trial: Trial) -> list[Opened]:
    """Return what the views show: at the first address of each that answers with HTML, if there is one."""
    views, records, who = readable_views(trial), records_of(trial, trial.clinic), who_may(trial)
    found = (_opened(trial, one, paths_to(one.address, records), who(one)) for one in views)
    return [one for one in found if one is not None]


def first_paths(trial: Trial, clinic: Clinic) -> list[tuple[View, str]]:
    """Return the views with one path each, which names the first that a clinic has."""
    records = records_of(trial, clinic)
    found = [(one, paths_to(one.address, records)[0]) for one in readable_views(trial)]
    return [(view, view.path(trial, rest, clinic)) for view, rest in found]


def who_may(trial: Trial) -> Callable[[View], Client]:
    """Return a function that says who asks a view: a visitor, or the owner of the clinic in the admin."""
    visitor, owner = trial.visitor(), trial.staff(owner=True)
    return lambda view: visitor if view.screens is None else owner


def _opened(trial: Trial, view: View, rests: Iterable[str], who: Client) -> Opened | None:
    for path in (view.path(trial, rest) for rest in rests):
        look = partial(trial.ask, who, path)
        answer = look()
        if answer.status == 200 and answer.headers.get("Content-Type", "").startswith("text/html"):
            return Opened(view, path, look, answer)
    return None
