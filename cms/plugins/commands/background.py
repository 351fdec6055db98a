"""``plugins run`` and ``health``: the work that is due, and how what plugins depend on is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError

from cms.clinics.models import Clinic
from cms.plugins.alarms import tell_owners
from cms.plugins.commands.asking import add_clinic, asked_clinic_or_all, loaded_plugin
from cms.plugins.health import HealthReport, reports_of
from cms.plugins.jobs import run_due


def add_to(parsers: Any) -> None:
    """Add the subcommands."""
    running = parsers.add_parser(
        "run", help="Do the jobs and looks at health that are due; fail if any of them fails."
    )
    running.add_argument("--plugin", metavar="NAME")
    add_clinic(running, required=False)
    running.set_defaults(run=_run)
    health = parsers.add_parser("health", help="How everything is that plugins depend on, by clinic.")
    add_clinic(health, required=False)
    health.set_defaults(run=_health)


def _run(options: Mapping[str, Any]) -> dict[str, Any]:
    clinic = asked_clinic_or_all(options)
    plugin = options["plugin"] and loaded_plugin(options["plugin"])
    done: Counter[str] = Counter()
    failed = []
    for one in run_due(plugin=plugin, clinic=clinic):
        done[f"{one.plugin} {one.point}"] += 1
        if one.problem:
            failed.append(f"{one.plugin} {one.point} failed for {one.clinic}: {one.problem}")
    told = tell_owners(clinic)
    failed += [f"The mail to the owners of {one} could not be sent." for one in told.failed]
    if failed:
        raise CommandError("\n".join([*failed, f"{sum(done.values())} were tried in all."]))
    return {"done": dict(done), "told": list(told.told), "without_address": list(told.without_address)}


def _health(options: Mapping[str, Any]) -> dict[str, Any]:
    clinic = asked_clinic_or_all(options)
    clinics = Clinic.objects.order_by("slug") if clinic is None else [clinic]
    return {one.slug: [_told(report) for report in reports_of(one.pk)] for one in clinics}


def _told(report: HealthReport) -> dict[str, Any]:
    return {
        "plugin": report.plugin,
        "name": report.name,
        "state": report.state.value,
        "message": report.message,
        "checked_at": report.checked_at and report.checked_at.isoformat(),
        "since": report.since and report.since.isoformat(),
    }
