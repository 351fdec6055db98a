"""Who may decide which release shows. Without a user the system itself acts, and nothing is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cms.clinics.queries import WHOLE_NETWORK, clinics_where, right

if TYPE_CHECKING:
    from cms.accounts.models import User

ACCEPT = "editions.accept_edition"
RELEASE = "library.release_librarypage"
ORDER_RINGS = WHOLE_NETWORK


def may_accept(user: User, clinic_id: int) -> bool:
    """Whether the user may choose the releases of a clinic's editions."""
    return clinics_where(user, right(ACCEPT)).filter(pk=clinic_id).exists()


def user_of(request: HttpRequest) -> User:
    """Return who is at the admin, where everybody has signed in."""
    return cast("User", request.user)


def check_accept(user: User | None, clinic_id: int) -> None:
    """Raise ``PermissionDenied`` unless the user may choose the releases of a clinic's editions."""
    if user is not None and not may_accept(user, clinic_id):
        raise PermissionDenied(_("You may not choose which releases this clinic shows."))


def check_release(user: User | None) -> None:
    """Raise ``PermissionDenied`` unless the user may release library pages."""
    if user is not None and not user.has_perm(RELEASE):
        raise PermissionDenied(_("You may not decide about the library's releases."))


def check_order_rings(user: User | None) -> None:
    """Raise ``PermissionDenied`` unless the user works for the network as a whole."""
    if user is not None and not user.has_perm(ORDER_RINGS):
        raise PermissionDenied(_("Only staff of the network may change the rings."))
