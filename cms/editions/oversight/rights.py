"""Who may see the whole network, and who may acknowledge for a clinic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from cms.clinics.models import Clinic
from cms.clinics.queries import clinics_where, right, works_for_every_clinic

if TYPE_CHECKING:
    from cms.accounts.models import User

ACCEPT = "editions.accept_edition"
RELEASE = "library.release_librarypage"


def may_see_network(user: Any) -> bool:
    """Whether the user works for the whole network, or for the library that all of it follows."""
    return bool(user.is_active and (works_for_every_clinic(user) or user.has_perm(RELEASE)))


def may_acknowledge(user: Any, clinic: Clinic) -> bool:
    """Whether the user decides for ``clinic``."""
    return clinics_where(user, right(ACCEPT)).filter(pk=clinic.pk).exists()


def check_acknowledge(user: User | None, clinic: Clinic) -> None:
    """Raise ``PermissionDenied`` unless the user decides for ``clinic``; ``None`` is the system."""
    if user is not None and not may_acknowledge(user, clinic):
        raise PermissionDenied(_("You may not acknowledge corrections for this clinic."))
