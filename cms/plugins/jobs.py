"""What plugins do again and again for each clinic that has them on: their jobs, and their looks at health.

Work is begun by whoever claims it in the database first, so any number of workers can run at once. A claim
that is never finished, since its process died, is free again after ``LEASE``. What fails is tried again after
``RETRY`` at the latest, and keeps no other clinic from its turn. What hangs is interrupted, and has failed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cms.clinics.models import Clinic
from cms.clinics.records import ClinicRecord, record_of
from cms.plugins import health
from cms.plugins.activation import active_settings
from cms.plugins.background import at_work
from cms.plugins.containment import Turn, attempt
from cms.plugins.contexts import PluginContext
from cms.plugins.models import Activation, Allowance, Run
from cms.plugins.registry import Entry, registry
from cms.plugins.time_box import within

LEASE = timedelta(hours=1)
RETRY = timedelta(hours=1)
CHUNK = 200
# Well below the lease, so that nobody begins the same work again while it goes on.
LIMIT_OF_JOB = timedelta(minutes=10)
# A look may ask several servers, each of which has 20 s.
LIMIT_OF_LOOK = timedelta(minutes=2)
MOST_TOO_LONG = 3
"""At how many clinics work may take too long before the others have to wait for the next run."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Work:
    """A job or a probe of a plugin: where it is called, how often, how long, and what to do if it fails."""

    entry: Entry
    point: str
    every: timedelta
    limit: timedelta
    function: Callable[[PluginContext], None]
    when_it_fails: Callable[[ClinicRecord, str], None]


@dataclass(frozen=True, slots=True)
class Done:
    """Work that was done for a clinic; ``problem`` is why it failed, empty if it did not."""

    plugin: str
    point: str
    clinic: str
    problem: str


def run_due(*, plugin: str | None = None, clinic: Clinic | None = None) -> Iterator[Done]:
    """Do what is due, for one plugin or all and for one clinic or all, and tell of each when it is done."""
    for work in _every_work(plugin):
        yield from _turns(work, clinic)


def _turns(work: Work, clinic: Clinic | None) -> Iterator[Done]:
    """Do the work for one clinic after the other, until it took too long for several."""
    too_long = 0
    for clinic_id, slug in _waiting(work, clinic):
        begun = time.monotonic()
        problem = _turn(work, clinic_id)
        too_long += time.monotonic() - begun >= work.limit.total_seconds()
        if problem is not None:
            yield Done(work.entry.name, work.point, slug, problem)
        if too_long == MOST_TOO_LONG:
            logger.warning(
                "%s of %s takes too long, and waits for the next run.", work.point, work.entry.name
            )
            return


def _every_work(plugin: str | None) -> Iterator[Work]:
    for name, entry in registry.loaded.items():
        if entry.plugin is None or plugin not in (None, name):
            continue
        for job in entry.plugin.jobs:
            point, accept = f"job:{job.name}", lambda _clinic, _problem: None
            yield Work(entry, point, job.every, LIMIT_OF_JOB, job.function, accept)
        for probe in entry.plugin.probes:
            look, give_up = partial(health.look, probe), partial(health.note_failure, probe)
            yield Work(entry, f"{health.POINT}{probe.name}", probe.every, LIMIT_OF_LOOK, look, give_up)


def _waiting(work: Work, clinic: Clinic | None) -> Iterator[tuple[int, str]]:
    """Tell, a chunk at a time, for which clinics the work is due, by id and short name."""
    allowed = Allowance.objects.filter(plugin=work.entry.name)
    active = Activation.everywhere.filter(Exists(allowed), plugin=work.entry.name, is_on=True)
    if clinic is not None:
        active = active.filter(clinic=clinic)
    last = 0
    while True:
        resting = Run.everywhere.filter(_resting(work), clinic=OuterRef("clinic"), **_key(work))
        due = active.filter(~Exists(resting), clinic_id__gt=last).order_by("clinic_id")
        chunk = list(due.values_list("clinic_id", "clinic__slug")[:CHUNK])
        if not chunk:
            return
        yield from chunk
        last = chunk[-1][0]


def _turn(work: Work, clinic_id: int) -> str | None:
    """Do the work for a clinic and return why it failed; ``None`` if there is nothing to do any more."""
    clinic, stored = record_of(clinic_id), active_settings(clinic_id).get(work.entry.name)
    if clinic is None or stored is None:
        return None
    begun = _claim(work, clinic_id)
    if begun is None:
        return None
    problem = _do(work, clinic, stored)
    ours = Run.objects.for_clinic(clinic_id).filter(started_at=begun, **_key(work))
    ours.update(finished_at=timezone.now(), problem=problem)
    return problem


def _claim(work: Work, clinic_id: int) -> datetime | None:
    """Return when we began, which is what the claim is known by; ``None`` if somebody else was faster."""
    now = timezone.now()
    _row, is_new = Run.everywhere.get_or_create(
        clinic_id=clinic_id, **_key(work), defaults={"started_at": now}
    )
    if is_new:
        return now
    free = Run.objects.for_clinic(clinic_id).filter(~_resting(work), **_key(work))
    return now if free.update(started_at=now, finished_at=None) else None


def _do(work: Work, clinic: ClinicRecord, stored: Any) -> str:
    def begin(_turn: Turn) -> None:
        with at_work(work.entry, clinic, stored) as context:
            within(work.limit, partial(work.function, context))

    problem = attempt(work.entry.name, work.point, clinic.id, begin, is_waited_for=False).reason
    if problem:
        work.when_it_fails(clinic, problem)
    return problem


def _resting(work: Work) -> Q:
    """What is not to be begun yet: what somebody is at, and what was done or tried a short while ago."""
    now = timezone.now()
    at_it = Q(finished_at=None, started_at__gt=now - LEASE)
    tried = Q(finished_at__isnull=False, started_at__gt=now - min(work.every, RETRY))
    done = Q(finished_at__isnull=False, started_at__gt=now - work.every, problem="")
    return at_it | tried | done


def _key(work: Work) -> dict[str, str]:
    return {"plugin": work.entry.name, "point": work.point}
