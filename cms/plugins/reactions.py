"""What plugins do when a clinic switches them on or off, or gets the choices of another clinic.

It is part of the decision: it happens in its transaction, and what fails in it undoes the decision.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.clinics.records import ClinicRecord, record_of
from cms.plugins.background import at_work
from cms.plugins.demanding import demand
from cms.plugins.models import Activation
from cms.plugins.registry import registry


def tell_of_switch(row: Activation) -> None:
    """Tell a plugin that a clinic switched it on or off; raises ``ValidationError`` if it fails at that."""
    entry = registry.loaded.get(row.plugin)
    if entry is None or entry.plugin is None:
        return
    function = entry.plugin.activated if row.is_on else entry.plugin.deactivated
    if function is None:
        return
    sentence = (
        _("“%(title)s” could not get ready for %(clinic)s, and stays off.")
        if row.is_on
        else _("“%(title)s” could not put its things away at %(clinic)s, and stays on.")
    )
    clinic = _record(row)
    words = sentence % {"title": entry.title, "clinic": clinic.name}
    with demand(row.plugin, "switch", clinic.id, words), at_work(entry, clinic, row.settings) as context:
        function(context)


def tell_of_copy(source: Activation, target: Activation) -> None:
    """Tell a plugin that ``target`` got the choices of ``source``; raises ``ValidationError`` if it fails."""
    entry = registry.loaded.get(target.plugin)
    if entry is None or entry.plugin is None or entry.plugin.copied is None:
        return
    clinic = _record(target)
    sentence = _("“%(title)s” could not be copied to %(clinic)s.")
    words = sentence % {"title": entry.title, "clinic": clinic.name}
    with (
        demand(target.plugin, "copy", clinic.id, words),
        at_work(entry, _record(source), source.settings) as from_there,
        at_work(entry, clinic, target.settings) as to_here,
    ):
        entry.plugin.copied(from_there, to_here)


def _record(row: Activation) -> ClinicRecord:
    found = record_of(row.clinic_id)
    if found is None:
        raise ValidationError(_("%(clinic)s has no language yet.") % {"clinic": row.clinic.name})
    return found
