"""What was exported of a clinic's plugins is read back, in one transaction: all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.clinics.models import Clinic
from cms.clinics.records import ClinicRecord, record_without_website
from cms.plugins.activation import deciding
from cms.plugins.background import at_work, being_set_up
from cms.plugins.data.exporting import FORMAT
from cms.plugins.demanding import demand
from cms.plugins.manifest import NAME
from cms.plugins.models import Activation
from cms.plugins.registry import registry
from cms.plugins.rights import check_switch
from cms.plugins.secrecy.within import with_own
from cms.plugins.settings import clean_settings

if TYPE_CHECKING:
    from cms.accounts.models import User

RESTORED = "plugins.restore"


@deciding()
def restore_clinic(clinic: Clinic, exported: Any, *, user: User | None) -> list[str]:
    """Leave a clinic with exactly what ``exported`` holds, and return the names of the plugins in it.

    That are their settings, whether they are on, and what each of them exported. Pages are not touched, and
    nothing is told of a switch. No export holds secrets: those that the clinic has stay. Raises
    ``ValidationError``, and changes nothing, if the file is none of ours or another clinic's, if settings do
    not fit, or if a plugin is not there to take its data or fails at it.
    """
    check_switch(user, clinic.pk)
    plugins = _plugins_in(exported, clinic)
    record = record_without_website(clinic)
    for name, kept in plugins.items():
        _restore_choice(clinic, name, kept, user)
        if kept["data"] is not None:
            _restore_data(record, name, kept)
    log(clinic, RESTORED, user=user, data={"plugins": list(plugins)})
    return list(plugins)


def _plugins_in(exported: Any, clinic: Clinic) -> Mapping[str, Mapping[str, Any]]:
    """Return what is kept for each plugin; raises ``ValidationError`` for what is no export of the clinic."""
    if not isinstance(exported, dict) or exported.get("format") != FORMAT:
        raise ValidationError(_("This is no export of plugins in a format that can be read here."))
    if exported.get("clinic") != clinic.slug:
        words = _("This is the export of another clinic, and is not read back for %(clinic)s.")
        raise ValidationError(words % {"clinic": clinic.name})
    plugins = exported.get("plugins")
    if not isinstance(plugins, dict) or not all(
        NAME.match(name) and _is_kept(plugins[name]) for name in plugins
    ):
        raise ValidationError(_("This export is damaged; nothing was read back."))
    return plugins


def _is_kept(kept: Any) -> bool:
    return (
        isinstance(kept, dict)
        and isinstance(kept.get("on"), bool)
        and isinstance(kept.get("settings", 0), dict | None)
        and "data" in kept
    )


def _restore_choice(clinic: Clinic, name: str, kept: Mapping[str, Any], user: User | None) -> None:
    rows = Activation.objects.for_clinic(clinic).select_for_update()
    row = rows.filter(plugin=name).first() or Activation(clinic=clinic, plugin=name)
    if kept["settings"] is None:
        if row.pk:
            row.delete()
        return
    if row.settings != with_own(kept["settings"], row.settings):
        row.settings = _checked(clinic, name, kept["settings"], row.settings)
    row.is_on, row.changed_by = kept["on"], user
    row.save()


def _checked(clinic: Clinic, name: str, settings: dict[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    entry = registry.loaded.get(name)
    if entry is None:
        return with_own(settings, own)
    with being_set_up(entry, clinic.pk, settings):
        return clean_settings(entry, settings, own=own)


def _restore_data(clinic: ClinicRecord, name: str, kept: Mapping[str, Any]) -> None:
    entry = registry.loaded.get(name)
    exporter = entry.plugin.exporter if entry and entry.plugin else None
    if entry is None or exporter is None or exporter.restore is None:
        words = _("“%(name)s” is not there to take its data back, so nothing was read back.")
        raise ValidationError(words % {"name": entry.title if entry else name})
    words = _("“%(title)s” could not take its data back for %(clinic)s, so nothing was read back.")
    sentence = words % {"title": entry.title, "clinic": clinic.name}
    with (
        demand(name, "restore", clinic.id, sentence),
        at_work(entry, clinic, kept["settings"]) as context,
    ):
        exporter.restore(context, kept["data"])
