"""Points 9, 15, 21 and 22: a clinic has the plugin on or off, sets it up, and gets what another one has."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

from django.core.exceptions import ValidationError
from django.db import connection

from cms.plugins.actions import copy_choices, switch_off, switch_on
from cms.plugins.contexts import PluginContext
from cms.plugins.jobs import run_due
from cms.plugins.models import Activation
from cms.plugins.publishing.remarks import advice_on, objections_to
from cms.plugins.registry import Entry
from cms.plugins.settings import clean_settings
from cms.plugins.tracing import tracing
from cms.testing.block_fields import secret_fields
from cms.testing.places import everything, own_paths, places
from cms.testing.points import concerns, demand_nothing, is_loaded
from cms.testing.tour import ERROR, Visit, points_in_pages, shown_points, tour
from cms.testing.trial import Trial

MANY = 3
LOGS = ("log", "session", "plugins_activation", "plugins_run", "_fts")


def has_settings(entry: Entry) -> bool:
    return bool(entry.plugin and entry.plugin.settings_block)


def is_told_of_switches(entry: Entry) -> bool:
    return bool(entry.plugin and (entry.plugin.activated or entry.plugin.deactivated))


def is_told_of_copies(entry: Entry) -> bool:
    return bool(entry.plugin and (entry.plugin.activated or entry.plugin.copied))


@concerns(is_loaded)
def test_09_clinic_without_it_sees_nothing_of_it(trial: Trial) -> None:
    """Where the plugin is off, pages are to the byte what they are without it, and none of it is called.

    The same holds for the dashboard, for what searches and interfaces get, and for what plugins look at in
    the background. Nor does the clinic that has it on see what another one has. The one has the same content,
    records and settings as the other, and each point shows something: so there is something to leak. Where a
    point shows nothing with its defaults, give the kit settings and samples with which it does: the fixtures
    plugin_settings and plugin_samples. Read records through ``Model.objects.for_clinic(…)``.
    """
    demand_nothing(_leaks(trial))


@concerns(has_settings)
def test_15_settings_are_strict_and_hold_no_secret(trial: Trial) -> None:
    """What the settings do not know is refused, and no setting is a secret.

    The settings of a clinic are part of its export, as they are. A key of a service belongs in the
    environment. ``upgrade`` renames what was stored once, and leaves alone what nobody ever stored.
    """
    demand_nothing(_settings_problems(trial))


@concerns(is_told_of_switches)
def test_21_switching_twice_changes_nothing_more(trial: Trial) -> None:
    """Switched on a second time, or off, the plugin leaves as many records as after the first time.

    Look for what is there before you create it: ``get_or_create``.
    """
    demand_nothing(_switching_problems(trial))


@concerns(is_told_of_copies)
def test_22_copy_is_no_activation(trial: Trial) -> None:
    """A clinic that gets another one's choices is not switched on, and a second copy leaves nothing more.

    Make in ``on_copied`` what the clinic needs of its own, after a look whether it is there: what
    ``on_activated`` makes anew each time would collide with what is copied.
    """
    demand_nothing(_copy_problems(trial))


def _leaks(trial: Trial) -> Iterator[str]:
    usual = tour(everything(trial))
    yield from _nothing_to_leak(trial, usual)
    yield from _shown_where_it_is_off(trial)
    yield from _called_where_it_is_off(trial)
    yield from _shown_of_others(trial, usual)


def _nothing_to_leak(trial: Trial, usual: list[Visit]) -> Iterator[str]:
    own = own_paths(trial)
    for visit in usual:
        if visit.where in own and visit.answer.status != 200:
            yield f"{visit.where} is a page of a type of the plugin, and answers {visit.answer.status}."
    for point in sorted(points_in_pages(trial.plugin) - shown_points(usual)):
        yield f"{point} shows nothing, so nothing could leak. Give the kit settings or samples for it."


def _shown_where_it_is_off(trial: Trial) -> Iterator[str]:
    where = places(trial, trial.neighbour)
    there = tour(where)
    with trial.uninstalled():
        without = tour(where)
    for visit, other in zip(there, without, strict=True):
        if visit.answer.text != other.answer.text:
            yield f"{visit.where} of a clinic that has the plugin off is not what it is without the plugin."
        for call in visit.answer.calls:
            if ":read" not in call.point:
                yield f"{call.point} was called for {visit.where} of a clinic that has the plugin off."


def _called_where_it_is_off(trial: Trial) -> Iterator[str]:
    page = trial.page(clinic=trial.neighbour)
    with tracing() as calls:
        advice_on(page)
        objections_to(page)
    if any(call.plugin == trial.entry.name for call in calls):
        yield "A page of a clinic that has the plugin off was looked at before it is published."
    for done in run_due(plugin=trial.entry.name, clinic=trial.neighbour):
        yield f"{done.point} ran for a clinic that has the plugin off."


def _shown_of_others(trial: Trial, usual: list[Visit]) -> Iterator[str]:
    """Say what changes at the clinic when another one gets more; what changes by itself says nothing."""
    trial.fill(MANY, trial.neighbour)
    trial.show_blocks(MANY, trial.neighbour)
    now = tour(one.place for one in usual)
    changed = [new for new, old in zip(now, usual, strict=True) if _differ(new, old)]
    for visit in changed:
        if not _differ(visit, Visit(visit.place, visit.place.look())):
            yield f"{visit.where} of a clinic shows what another clinic has."


def _differ(visit: Visit, other: Visit) -> bool:
    """Whether two visits show something else; an error is another point's to speak of."""
    return other.answer.status < ERROR and visit.answer.text != other.answer.text


def _settings_problems(trial: Trial) -> Iterator[str]:
    stored = Activation.objects.for_clinic(trial.clinic).get(plugin=trial.entry.name).settings
    try:
        clean_settings(trial.entry, {**stored, "no_such_setting": "x"})
    except ValidationError:
        pass
    else:
        yield "A setting that there is not is taken without a word. Let upgrade() keep what it does not know."
    for name in secret_fields(trial.plugin.settings_block):
        yield f"The setting {name} is a secret, and settings are exported. Read it from the environment."


def _switching_problems(trial: Trial) -> Iterator[str]:
    name, clinic = trial.entry.name, trial.clinic
    seen: dict[str, list[dict[str, int]]] = {"off": [], "on": []}
    try:
        for _turn in range(2):
            switch_off(clinic, name, user=None)
            switch_off(clinic, name, user=None)
            seen["off"].append(_row_counts())
            switch_on(clinic, name, user=None)
            switch_on(clinic, name, user=None)
            seen["on"].append(_row_counts())
    except ValidationError as error:
        yield f"It cannot be switched on and off again: {' '.join(error.messages)}"
        return
    for state, (first, second) in seen.items():
        for table in sorted(name for name in first if first[name] != second[name]):
            yield f"Switched {state} again, it leaves {second[table]} rows in {table}, not {first[table]}."


def _copy_problems(trial: Trial) -> Iterator[str]:
    told: list[PluginContext] = []
    with patch.object(trial.plugin, "activated", told.append):
        copy_choices(trial.clinic, trial.neighbour, user=None)
        first = _row_counts()
        copy_choices(trial.clinic, trial.neighbour, user=None)
        second = _row_counts()
    if told:
        yield "The clinic that got the choices of another one was told that it was switched on."
    for table in sorted(name for name in first if first[name] != second[name]):
        yield f"Copied again, it leaves {second[table]} rows in {table}, not {first[table]}."


def _row_counts() -> dict[str, int]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    counts = {}
    with connection.cursor() as cursor:
        for name in names:
            if not any(part in name for part in LOGS):
                table = connection.ops.quote_name(name)
                cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608 -- Django's own names
                counts[name] = cursor.fetchone()[0]
    return counts
