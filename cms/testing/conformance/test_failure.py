"""Point 11: the plugin fails, wherever it is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.core.cache import cache
from django.urls import reverse

from cms.locales.pages import ClinicPage
from cms.plugins import policy
from cms.plugins.jobs import run_due
from cms.plugins.models import Run
from cms.plugins.points import points_of
from cms.plugins.publishing.remarks import advice_on, objections_to
from cms.plugins.tracing import Call, Outcome, tracing
from cms.testing.attempts import attempts, not_refused
from cms.testing.breaking import WORDS, BrokenError, broken, unreadable
from cms.testing.network import home_of
from cms.testing.places import everything, own_paths, places, website
from cms.testing.points import concerns, demand_nothing, is_loaded
from cms.testing.tour import ERROR, Visit, failures, tour, until_left_alone
from cms.testing.trial import Trial
from cms.testing.two_clinics import LANGUAGES
from cms.testing.wires import watched

BRIEF = "private, max-age=30"
OF_VIEWS = ("site:", "screen:")
PAUSED = 503


@concerns(is_loaded)
def test_11_failure_leaves_the_page_whole(trial: Trial) -> None:
    """Nothing fails anywhere; and when everything of the plugin does, pages are what they are without it.

    Its views give way to an error page, what depends on its success is refused, and what keeps failing is
    left alone. Think of what a context may lack: ``page`` is ``None`` on an error page and on the dashboard,
    ``practitioner`` and ``location`` are ``None`` outside their cards. A check gets pages of every type.
    """
    present = [*_failures(trial)]
    with trial.uninstalled():
        without = tour(one for one in website(trial) if one.is_page)
    demand_nothing([*present, *_broken(trial, without), *_unreadable(trial, without)])


def _failures(trial: Trial) -> Iterator[str]:
    visits = tour(places(trial))
    for where, call in failures(visits):
        if not call.point.startswith(OF_VIEWS):  # the point about addresses speaks of them
            yield f"{call.point} fails on {where}. {call.reason}"
    for visit in visits:
        if visit.answer.status >= ERROR and not visit.place.is_view:
            yield f"{visit.where} answers {visit.answer.status}."
    for call in _failed(_checked(trial)):
        yield f"{call.point} fails on a page before it is published. {call.reason}"
    with watched(trial.entry.installed.folder) as refused:
        for done in run_due(plugin=trial.entry.name, clinic=trial.clinic):
            if done.problem and not refused:  # whom the kit lets nobody ask may be the reason
                yield f"{done.point} fails. {done.problem}"
            refused.clear()


def _broken(trial: Trial, without: list[Visit]) -> Iterator[str]:
    cache.clear()  # what fails already may be left alone by now
    tried = attempts(trial)
    with broken(trial.plugin):
        first = tour(everything(trial))
        yield from _not_whole(trial, first, without)
        yield from _not_called(trial, first)
        yield from _screens_of_the_host(trial)
        yield from not_refused(trial, tried)
        yield from _not_left_alone(first)


def _unreadable(trial: Trial, without: list[Visit]) -> Iterator[str]:
    """What is stored cannot be read: pages show nothing of it, and lose nothing of it."""
    cache.clear()
    page = trial.page()
    before = page._meta.get_field("body").value_to_string(page)
    # Without settings nothing else would keep its slots from showing what they show.
    with broken(trial.plugin), unreadable(trial.plugin):
        yield from _not_whole(trial, tour(places(trial)), without)
        yield from _screens_of_the_host(trial)
        changed = trial.page()
        changed.save()
    if changed._meta.get_field("body").value_to_string(trial.page()) != before:
        yield "A page that is saved while a block of the plugin cannot be read loses something of it."
    cache.clear()


def _not_whole(trial: Trial, visits: Iterable[Visit], without: Iterable[Visit]) -> Iterator[str]:
    """Say which pages are not what they are without the plugin, and which views are no error pages."""
    usual = {one.where: one.answer for one in without}
    own = own_paths(trial)
    for visit in visits:
        answer = visit.answer
        if visit.place.is_page and visit.where not in own:
            expected = usual[visit.where]
            if (answer.status, answer.text) != (expected.status, expected.text):
                yield f"{visit.where} is not what it is without the plugin when everything in it fails."
        elif answer.status >= ERROR and not visit.place.is_view:
            yield f"{visit.where} answers {answer.status} when everything in it fails."
        if WORDS in answer.html:
            yield f"{visit.where} shows the error when everything in it fails."
        failed = any(call.outcome is Outcome.FAILED for call in answer.calls)
        if failed and visit.place.is_page and answer.headers.get("Cache-Control") != BRIEF:
            yield f"{visit.where} would be kept for long although something on it failed."


def _not_called(trial: Trial, visits: Iterable[Visit]) -> Iterator[str]:
    """Say of which points it is not known what becomes of their failing, since nothing called them."""
    seen = {call.point for _where, call in failures(visits)}
    Run.objects.for_clinic(trial.clinic).filter(plugin=trial.entry.name).delete()
    with tracing() as calls:
        try:
            _checked(trial)
        except BrokenError:
            yield "A look at a page before it is published ends with the plugin's own error."
        try:
            for done in run_due(plugin=trial.entry.name, clinic=trial.clinic):
                if not done.problem:
                    yield f"{done.point} is said to be done although the plugin fails at it."
        except BrokenError:
            yield "Work in the background ends with the plugin's own error."
    seen |= {call.point for call in _failed(calls)}
    for point in sorted(points_of(trial.plugin).keys() - seen - {policy.POINT}):
        if not point.startswith(OF_VIEWS):
            yield f"{point} was not called, so nobody knows what becomes of its failing."
    for visit in visits:
        if visit.place.is_view and not any(call.outcome is Outcome.FAILED for call in visit.answer.calls):
            yield f"{visit.where} was answered by nobody, so nobody knows what becomes of its failing."


def _not_left_alone(visits: list[Visit]) -> Iterator[str]:
    last = until_left_alone(visits, lambda call: call.outcome is Outcome.FAILED)
    for where, call in failures(last):
        yield f"{call.point} is still called for {where} although it keeps failing."
    for visit in last:
        if visit.place.is_view and visit.answer.status != PAUSED:
            yield f"{visit.where} answers {visit.answer.status} while it keeps failing, not {PAUSED}."


def _screens_of_the_host(trial: Trial) -> Iterator[str]:
    """Say where the admin fails with the plugin: its owner is to switch it off there, or set it up anew."""
    owner = trial.staff(owner=True)
    addresses = [reverse("plugins:clinic", args=[trial.clinic.slug])]
    if trial.plugin.settings_block is not None:
        addresses.append(reverse("plugins:settings", args=[trial.clinic.slug, trial.entry.name]))
    for path in addresses:
        if (status := trial.ask(owner, path).status) >= ERROR:
            yield f"{path} answers {status} when everything in it fails."


def _checked(trial: Trial) -> list[Call]:
    """Return the calls of the plugin when every page of the clinic is looked at before it is published."""
    with tracing() as calls:
        for language in LANGUAGES:
            for page in home_of(trial.clinic, language).get_descendants(inclusive=True).specific():
                if isinstance(page, ClinicPage):
                    advice_on(page)
                    objections_to(page)
    return [call for call in calls if call.plugin == trial.entry.name]


def _failed(calls: Iterable[Call]) -> list[Call]:
    return [call for call in calls if call.outcome is Outcome.FAILED]
