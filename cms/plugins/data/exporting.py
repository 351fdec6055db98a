"""Everything that plugins keep for a clinic, as JSON: versioned, complete, or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.clinics.models import Clinic
from cms.clinics.records import ClinicRecord, record_without_website
from cms.plugins.background import at_work
from cms.plugins.data.sealed import sealed_content
from cms.plugins.demanding import demand
from cms.plugins.models import Activation
from cms.plugins.registry import Entry, registry
from cms.plugins.secrecy.within import withheld
from cms.plugins.settings import settings_block

FORMAT = 1


def export_clinic(clinic: Clinic, *, only: str | None = None) -> dict[str, Any]:
    """Return what the plugins keep for a clinic, or ``only`` one, those that are off or gone as well.

    For each plugin by name: its ``version``, whether it is ``on``, its ``settings``, ``None`` if it never had
    any, without secrets, the ``data`` that it exports, which it does without them as well, and what is
    ``sealed`` in pages while it is not loaded. ``problem``
    says why there can be no data. Raises ``ValidationError`` if a plugin fails at its export.
    """
    record = record_without_website(clinic)
    rows = {row.plugin: row for row in Activation.objects.for_clinic(clinic)}
    sealed = sealed_content(record)
    exporting = {name for name, entry in registry.loaded.items() if entry.plugin and entry.plugin.exporter}
    return {
        "format": FORMAT,
        "clinic": clinic.slug,
        "made_at": timezone.now().isoformat(),
        "plugins": {
            name: {**_kept(name, record, rows.get(name)), "sealed": sealed.get(name, [])}
            for name in sorted({*rows, *sealed, *exporting})
            if only in (None, name)
        },
    }


def _kept(name: str, clinic: ClinicRecord, row: Activation | None) -> dict[str, Any]:
    entry = next((one for one in registry.entries if one.name == name), None)
    manifest = entry.installed.manifest if entry else None
    settings = withheld(row.settings, settings_block(entry) if entry else None) if row else None
    return {
        "version": manifest.version if manifest else None,
        "on": bool(row and row.is_on),
        "settings": settings,
        "data": _data(entry, clinic, settings) if entry else None,
        "problem": entry.problem if entry else _("It is not installed."),
    }


def _data(entry: Entry, clinic: ClinicRecord, settings: Mapping[str, Any] | None) -> Any:
    exporter = entry.plugin.exporter if entry.plugin else None
    if exporter is None:
        return None
    words = _("“%(title)s” could not export what it keeps for %(clinic)s, so nothing was exported.")
    sentence = words % {"title": entry.title, "clinic": clinic.name}
    with demand(entry.name, "export", clinic.id, sentence), at_work(entry, clinic, settings) as context:
        # What cannot be written as JSON, or not be read back from it, fails here and not in a file.
        return json.loads(json.dumps(exporter.export(context), allow_nan=False))
