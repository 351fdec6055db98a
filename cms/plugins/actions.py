"""What people decide about plugins: the network which ones clinics may use, a clinic which ones are on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.clinics.models import Clinic
from cms.plugins.models import Activation, Allowance
from cms.plugins.registry import Entry, registry
from cms.plugins.rights import check_allow, check_switch
from cms.plugins.settings import clean_settings, empty_settings

if TYPE_CHECKING:
    from cms.accounts.models import User

SWITCHED_ON = "plugins.switch_on"
SWITCHED_OFF = "plugins.switch_off"
CONFIGURED = "plugins.configure"


def allow(plugin: str, *, user: User | None) -> Allowance:
    """Let clinics switch ``plugin`` on; raises ``ValidationError`` if it is not loaded."""
    check_allow(user)
    _loaded(plugin)
    return Allowance.objects.get_or_create(plugin=plugin, defaults={"allowed_by": user})[0]


def forbid(plugin: str, *, user: User | None) -> None:
    """Take a plugin from all clinics; what they chose and set is kept for the day it is allowed again."""
    check_allow(user)
    for row in Allowance.objects.filter(plugin=plugin):
        row.delete()


@transaction.atomic
def switch_on(clinic: Clinic, plugin: str, *, user: User | None) -> Activation:
    """Show a plugin on a clinic's site; it must be loaded and allowed, and its settings complete."""
    check_switch(user, clinic.pk)
    entry = _loaded(plugin)
    if not Allowance.objects.filter(plugin=plugin).exists():
        raise ValidationError(
            _("The network does not allow clinics to use “%(title)s”.") % {"title": entry.title}
        )
    row = _row(clinic, entry)
    clean_settings(entry, row.settings)
    return _save(row, SWITCHED_ON, user, is_on=True)


@transaction.atomic
def switch_off(clinic: Clinic, plugin: str, *, user: User | None) -> Activation | None:
    """Take a plugin from a clinic's site. Everything that it holds stays; ``None`` if it was never on."""
    check_switch(user, clinic.pk)
    row = Activation.objects.for_clinic(clinic).select_for_update().filter(plugin=plugin).first()
    return row if row is None or not row.is_on else _save(row, SWITCHED_OFF, user, is_on=False)


@transaction.atomic
def configure(clinic: Clinic, plugin: str, settings: Mapping[str, Any], *, user: User | None) -> Activation:
    """Store a clinic's settings of a plugin, checked; raises ``ValidationError``."""
    check_switch(user, clinic.pk)
    entry = _loaded(plugin)
    row = _row(clinic, entry)
    return _save(row, CONFIGURED, user, settings=clean_settings(entry, settings))


def _loaded(plugin: str) -> Entry:
    entry = registry.loaded.get(plugin)
    if entry is None:
        raise ValidationError(_("There is no plugin “%(name)s” that can be used.") % {"name": plugin})
    return entry


def _row(clinic: Clinic, entry: Entry) -> Activation:
    rows = Activation.objects.for_clinic(clinic).select_for_update()
    return rows.filter(plugin=entry.name).first() or Activation(
        clinic=clinic, plugin=entry.name, settings=empty_settings(entry)
    )


def _save(row: Activation, action: str, user: User | None, **changes: Any) -> Activation:
    before = {name: getattr(row, name) for name in changes}
    if row.pk and before == changes:
        return row
    for name, value in changes.items():
        setattr(row, name, value)
    row.changed_by = user
    row.save()
    log(row, action, user=user, data={"plugin": row.plugin})
    return row
