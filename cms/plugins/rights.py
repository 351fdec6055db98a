"""Who may allow plugins, and who may switch them. Without a user the system itself acts, unchecked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.clinics.models import Clinic
from cms.clinics.queries import WHOLE_NETWORK, clinics_of, clinics_where, pages_open_to, right
from cms.plugins.answers import Permission

if TYPE_CHECKING:
    from cms.accounts.models import User

SWITCH = "plugins.switch_plugin"
ALLOW = WHOLE_NETWORK


def may_switch(user: Any) -> bool:
    """Whether the user may switch plugins at all, in whichever clinics."""
    return bool(user.has_perm(SWITCH) or user.has_perm(ALLOW))


def clinics_to_switch_for(user: Any) -> QuerySet[Clinic]:
    """Return the clinics whose plugins the user may switch."""
    if user.has_perm(ALLOW):
        return clinics_of(user)
    return clinics_where(user, right(SWITCH))


def may_switch_at(user: Any, clinic_id: int) -> bool:
    """Whether the user may switch the plugins of a clinic."""
    return clinics_to_switch_for(user).filter(pk=clinic_id).exists()


def may_open(user: Any, permission: Permission, clinic_id: int) -> bool:
    """Whether the user may open screens of plugins that ask for ``permission``, at a clinic in scope."""
    match permission:
        case Permission.OWNER:
            return may_switch_at(user, clinic_id)
        case Permission.MARKETER:
            return clinics_of(user).filter(pk=clinic_id).exists()
        case Permission.PUBLIC:
            return True


def is_in_scope(user: Any, clinic_id: int) -> bool:
    """Whether the user works for a clinic, or on its pages as a reviewer of many clinics does."""
    homes = Page.objects.filter(clinic_language__clinic=clinic_id)
    return clinics_of(user).filter(pk=clinic_id).exists() or pages_open_to(user, homes).exists()


def check_switch(user: User | None, clinic_id: int) -> None:
    """Raise ``PermissionDenied`` unless the user may switch the plugins of a clinic."""
    if user is not None and not may_switch_at(user, clinic_id):
        raise PermissionDenied(_("You may not switch the plugins of this clinic."))


def check_set_up(user: User | None, clinic_id: int, *, is_on: bool) -> None:
    """Raise ``PermissionDenied`` unless the user may change the settings of a clinic's plugin.

    Whoever works for the clinic may, once its owner has switched the plugin on.
    """
    if is_on and (user is None or may_open(user, Permission.MARKETER, clinic_id)):
        return
    check_switch(user, clinic_id)


def check_allow(user: User | None) -> None:
    """Raise ``PermissionDenied`` unless the user works for the network as a whole."""
    if user is not None and not user.has_perm(ALLOW):
        raise PermissionDenied(_("Only staff of the network may decide which plugins clinics can use."))
