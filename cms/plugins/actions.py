"""What people decide about plugins: the network which ones clinics may use, a clinic which ones are on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.clinics.models import Clinic
from cms.plugins.activation import deciding, is_active
from cms.plugins.background import being_set_up
from cms.plugins.decisions import ALLOWED, FORBIDDEN, PRESET, log_decision
from cms.plugins.health import forget_looks
from cms.plugins.models import Activation, Allowance
from cms.plugins.presets import first_settings
from cms.plugins.reactions import tell_of_copy, tell_of_switch
from cms.plugins.registry import Entry, registry
from cms.plugins.rights import check_allow, check_set_up, check_switch
from cms.plugins.settings import clean_settings, clean_some, for_another

if TYPE_CHECKING:
    from cms.accounts.models import User

SWITCHED_ON = "plugins.switch_on"
SWITCHED_OFF = "plugins.switch_off"
CONFIGURED = "plugins.configure"
COPIED = "plugins.copy"


@transaction.atomic
def allow(
    plugin: str, *, user: User | None, why: str = "", settings: Mapping[str, Any] | None = None
) -> Allowance:
    """Let clinics switch ``plugin`` on.

    ``settings``, which may be some of them, are what they begin with from now on; ``None`` leaves that as it
    is. Raises ``ValidationError`` if the plugin is not loaded, or if settings do not fit.
    """
    check_allow(user)
    entry = _loaded(plugin)
    row, is_new = Allowance.objects.get_or_create(plugin=plugin, defaults={"allowed_by": user})
    if is_new:
        log_decision(plugin, ALLOWED, user=user, why=why)
    if settings is not None:
        given = clean_some(entry, settings, row.settings)
        if given != row.settings:
            row.settings = given
            row.save(update_fields=["settings"])
            log_decision(plugin, PRESET, user=user, why=why)
    return row


@transaction.atomic
def forbid(plugin: str, *, user: User | None, why: str = "") -> None:
    """Take a plugin from all clinics; what they chose and set is kept for the day it is allowed again."""
    check_allow(user)
    row = Allowance.objects.filter(plugin=plugin).first()
    if row is not None:
        clinics = Activation.everywhere.filter(plugin=plugin, is_on=True).count()
        log_decision(plugin, FORBIDDEN, user=user, why=why, done={"clinics": clinics})
        row.delete()


@deciding()
def switch_on(clinic: Clinic, plugin: str, *, user: User | None) -> Activation:
    """Show a plugin on a clinic's site; it must be loaded and allowed, and its settings complete.

    It is told, once, and stays off if it fails at that.
    """
    check_switch(user, clinic.pk)
    entry = _loaded(plugin)
    if not Allowance.objects.filter(plugin=plugin).exists():
        raise ValidationError(
            _("The network does not allow clinics to use “%(title)s”.") % {"title": entry.title}
        )
    row = _row(clinic, entry)
    if row.is_on:
        return row
    _cleaned(row, entry, row.settings)
    _save(row, SWITCHED_ON, user, is_on=True)
    tell_of_switch(row)
    return row


@deciding()
def switch_off(clinic: Clinic, plugin: str, *, user: User | None) -> Activation | None:
    """Take a plugin from a clinic's site. Everything that it holds stays; ``None`` if it was never on.

    It is told, once, and stays on if it fails at that.
    """
    check_switch(user, clinic.pk)
    row = Activation.objects.for_clinic(clinic).select_for_update().filter(plugin=plugin).first()
    if row is not None and row.is_on:
        _save(row, SWITCHED_OFF, user, is_on=False)
        tell_of_switch(row)
    return row


@deciding()
def configure(clinic: Clinic, plugin: str, settings: Mapping[str, Any], *, user: User | None) -> Activation:
    """Store a clinic's settings of a plugin, checked; raises ``ValidationError``."""
    check_set_up(user, clinic.pk, is_on=is_active(plugin, clinic.pk))
    entry = _loaded(plugin)
    row = _row(clinic, entry)
    return _save(row, CONFIGURED, user, settings=_cleaned(row, entry, settings))


@deciding()
def copy_choices(source: Clinic, target: Clinic, *, user: User | None) -> list[Activation]:
    """Let ``target`` have on what ``source`` has on, with the same settings; return what it has now.

    Secrets are not copied: those that ``target`` has stay, and others are to be typed. What ``source`` has
    off stays at ``target`` as it is. Plugins are told of the copy, not of a switch.
    Raises ``ValidationError`` if one fails at that, or if settings no longer fit; then nothing is copied.
    """
    check_switch(user, source.pk)
    check_switch(user, target.pk)
    if source == target:
        raise ValidationError(_("%(clinic)s cannot be copied to itself.") % {"clinic": source.name})
    return [
        _copy(row, target, user)
        for row in Activation.objects.for_clinic(source).filter(is_on=True).order_by("plugin")
    ]


def _copy(source: Activation, target: Clinic, user: User | None) -> Activation:
    rows = Activation.objects.for_clinic(target).select_for_update()
    row = rows.filter(plugin=source.plugin).first() or Activation(clinic=target, plugin=source.plugin)
    entry = registry.loaded.get(source.plugin)
    settings = source.settings if entry is None else _cleaned(row, entry, source.settings, source.settings)
    _save(row, COPIED, user, is_on=True, settings=for_another(entry, settings, row.settings))
    tell_of_copy(source, row)
    return row


def _loaded(plugin: str) -> Entry:
    entry = registry.loaded.get(plugin)
    if entry is None:
        raise ValidationError(_("There is no plugin “%(name)s” that can be used.") % {"name": plugin})
    return entry


def _row(clinic: Clinic, entry: Entry) -> Activation:
    rows = Activation.objects.for_clinic(clinic).select_for_update()
    return rows.filter(plugin=entry.name).first() or Activation(
        clinic=clinic, plugin=entry.name, settings=first_settings(entry)
    )


def _cleaned(
    row: Activation, entry: Entry, settings: Mapping[str, Any], known: Collection[str] = ()
) -> dict[str, Any]:
    with being_set_up(entry, row.clinic_id, row.settings):
        return clean_settings(entry, settings, {*row.settings, *known}, row.settings)


def _save(row: Activation, action: str, user: User | None, **changes: Any) -> Activation:
    before = {name: getattr(row, name) for name in changes}
    if row.pk and before == changes:
        return row
    for name, value in changes.items():
        setattr(row, name, value)
    row.changed_by = user
    row.save()
    forget_looks(row)
    log(row, action, user=user, data={"plugin": row.plugin})
    return row
