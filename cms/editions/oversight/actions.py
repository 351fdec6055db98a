"""What people and scripts do about corrections: acknowledge one, and take that back."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.clinics.models import Clinic
from cms.editions.oversight.deadlines import is_asked, parked_by
from cms.editions.oversight.labels import named
from cms.editions.oversight.models import Acknowledgement
from cms.editions.oversight.rights import check_acknowledge
from cms.library.models import Correction

if TYPE_CHECKING:
    from cms.accounts.models import User


@transaction.atomic
def acknowledge(correction: Correction, clinic: Clinic, user: User | None, note: str = "") -> Acknowledgement:
    """Note that ``clinic`` has read ``correction`` and decided about all that it parked.

    Doing it again changes nothing. ``user`` ``None`` is the system. Raises ``PermissionDenied`` for somebody
    who does not decide for the clinic, and ``ValidationError`` if the clinic was never asked, or naming its
    versions that are still parked.
    """
    check_acknowledge(user, clinic)
    # Two people who press the button at once wait for each other here.
    correction = (
        Correction.objects.select_for_update(of=("self",))
        .select_related("release__page")
        .get(pk=correction.pk)
    )
    known: Acknowledgement | None = (
        Acknowledgement.objects.for_clinic(clinic).filter(correction=correction).first()
    )
    if known is not None:
        return known
    _refuse(correction, clinic)
    given: Acknowledgement = Acknowledgement.everywhere.create(
        correction=correction, clinic=clinic, user=user, note=note[: _note_length()]
    )
    why = note or str(_("The correction was read, and nothing waits for a decision because of it."))
    _log(given, "editions.acknowledge", user, why)
    return given


@transaction.atomic
def take_back(given: Collection[int], clinic_id: int, user: User | None, why: str) -> None:
    """Take these acknowledgements of a clinic back, by their keys; those that are gone already are left out.

    The clinic is asked again. Raises ``PermissionDenied`` for somebody who does not decide for it.
    """
    rows = Acknowledgement.objects.for_clinic(clinic_id).filter(pk__in=given)
    for row in rows.select_related("clinic", "correction__release__page"):
        check_acknowledge(user, row.clinic)
        _log(row, "editions.take_back_acknowledgement", user, why or str(_("The decision was taken back.")))
        row.delete()


def _log(given: Acknowledgement, action: str, user: User | None, why: str) -> None:
    clinic, correction = given.clinic, given.correction
    data = {"why": why, "correction": correction.pk, "clinic": clinic.pk, "clinic_name": clinic.name}
    log(instance=correction.release.page, action=action, user=user, data=data)
    log(instance=clinic, action=action, user=user, data=data)


def _refuse(correction: Correction, clinic: Clinic) -> None:
    if not is_asked(correction, clinic):
        raise ValidationError(
            _("%(clinic)s shows nothing that this correction concerns, so there is nothing to acknowledge.")
            % {"clinic": clinic.name}
        )
    parked = parked_by(correction, [clinic.pk])
    if parked:
        raise ValidationError(
            _("Decide first about your own versions that the correction has parked: %(parts)s.")
            % {"parts": ", ".join(f"“{name}”" for name in named(parked))}
        )


def _note_length() -> int:
    return Acknowledgement._meta.get_field("note").max_length or 0
