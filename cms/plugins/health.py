"""How everything is that a clinic's plugins depend on: what was found when somebody last looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.clinics.records import ClinicRecord
from cms.plugins.activation import active_settings
from cms.plugins.answers import Health, HealthState
from cms.plugins.contexts import PluginContext
from cms.plugins.declared import Probe
from cms.plugins.models import Activation, ProbeResult, Run
from cms.plugins.registry import registry

POINT = "health:"
"""How the points begin at which looks are taken."""


@dataclass(frozen=True, slots=True)
class HealthReport:
    """How one thing is for a clinic, with a sentence about it, and since when it has been like that.

    Until somebody has looked, its state is unknown, without a time. ``label`` is what people call it.
    """

    clinic: int
    plugin: str
    name: str
    label: str
    state: HealthState
    message: str
    checked_at: datetime | None
    since: datetime | None


def reports_of(clinic_id: int) -> tuple[HealthReport, ...]:
    """Return how everything is that a clinic's active plugins depend on, in the order of their names."""
    probes = active_probes(clinic_id)
    if not probes:
        return ()
    rows = {(row.plugin, row.name): row for row in ProbeResult.objects.for_clinic(clinic_id)}
    return tuple(_report(clinic_id, one, rows.get((one.plugin, one.name))) for one in probes)


def active_probes(clinic_id: int) -> list[Probe]:
    """Return the probes of the plugins that a clinic has on; asks the database for nothing when warm."""
    plugins = [registry.loaded[name].plugin for name in sorted(active_settings(clinic_id))]
    return [probe for plugin in plugins if plugin for probe in plugin.probes]


def look(probe: Probe, context: PluginContext) -> None:
    """Look at something now, and keep what was found."""
    found = probe.function(context)
    if not isinstance(found, Health):
        raise TypeError(f"{probe.function.__qualname__} must give a Health.")
    _note(probe, context.clinic, found)


def note_failure(probe: Probe, clinic: ClinicRecord, problem: str) -> None:
    """Keep that the look itself failed; ``problem`` is for those who run the network, not for the clinic."""
    with translation.override(clinic.main_language):
        words = _("It could not be looked at, because the look itself failed. It is tried again soon.")
    _note(probe, clinic, Health(HealthState.FAILING, words))


def forget_looks(row: Activation) -> None:
    """Forget how everything was, since what it depends on has changed; the next run looks anew."""
    ProbeResult.objects.for_clinic(row.clinic_id).filter(plugin=row.plugin).delete()
    done = Run.objects.for_clinic(row.clinic_id).filter(plugin=row.plugin, finished_at__isnull=False)
    done.filter(point__startswith=POINT).delete()


def _note(probe: Probe, clinic: ClinicRecord, found: Health) -> None:
    now = timezone.now()
    rows = ProbeResult.objects.for_clinic(clinic).filter(plugin=probe.plugin, name=probe.name)
    row = rows.first() or ProbeResult(clinic_id=clinic.id, plugin=probe.plugin, name=probe.name)
    if row.state != found.state.value:
        row.since = now
    if found.state is HealthState.OK:
        row.told_at = None
    row.state, row.message, row.checked_at = found.state.value, str(found.message), now
    row.save()


def _report(clinic_id: int, probe: Probe, row: ProbeResult | None) -> HealthReport:
    label = str(probe.label) or probe.name.replace("_", " ").capitalize()
    known = (clinic_id, probe.plugin, probe.name, label)
    if row is None:
        return HealthReport(*known, HealthState.UNKNOWN, _("Nobody has looked yet."), None, None)
    return HealthReport(*known, HealthState(row.state), row.message, row.checked_at, row.since)
