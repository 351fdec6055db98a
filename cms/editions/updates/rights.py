"""Who may answer the library's updates. Without a user the system itself acts, and nothing is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cms.clinics.models import Clinic
from cms.clinics.queries import clinics_where, right

if TYPE_CHECKING:
    from cms.accounts.models import User

ACCEPT = "editions.accept_edition"


def may_answer(user: Any) -> bool:
    """Whether the user may answer updates at all, in whichever clinics."""
    return bool(user.has_perm(ACCEPT))


def clinics_to_answer_for(user: Any) -> QuerySet[Clinic]:
    """Return the clinics whose updates the user may answer."""
    return clinics_where(user, right(ACCEPT))


def check_answer(user: User | None, clinic_id: int) -> None:
    """Raise ``PermissionDenied`` unless the user may answer the updates of a clinic."""
    if user is not None and not clinics_to_answer_for(user).filter(pk=clinic_id).exists():
        raise PermissionDenied(_("You may not decide about the updates of this clinic."))
