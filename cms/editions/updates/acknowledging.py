"""A correction is acknowledged once a clinic has decided about the last version that it parked.

The answer keeps which acknowledgements it made, so that taking it back takes these back and no others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.clinics.models import Clinic
from cms.clinics.records import ClinicRecord
from cms.editions.models import Acknowledgement
from cms.editions.oversight.actions import acknowledge
from cms.editions.oversight.deadlines import is_asked
from cms.editions.updates.queries import waiting
from cms.editions.updates.values import Waiting
from cms.library.models import Correction

if TYPE_CHECKING:
    from cms.accounts.models import User


def acknowledge_decided(clinic: ClinicRecord, item: Waiting, user: User | None, note: str) -> list[int]:
    """Acknowledge the corrections behind ``item`` of which nothing of the clinic is parked any more.

    Returns the keys of the acknowledgements that were made by this and not before.
    """
    if not item.is_parked:
        return []
    owner = Clinic.objects.get(pk=clinic.id)
    known = Acknowledgement.objects.for_clinic(clinic.id).values("correction")
    open_ones = (
        Correction.objects.filter(
            library_key=item.edition.library_key, parts__target=item.target, pk__lte=item.correction
        )
        .exclude(pk__in=known)
        .prefetch_related("parts")
    )
    parked = {
        (one.edition.library_key, one.target) for one in waiting(owner, with_merges=False) if one.is_parked
    }
    decided = [
        one
        for one in open_ones
        if not any((one.library_key, part.target) in parked for part in one.parts.all())
    ]
    given = [_acknowledge(correction, owner, user, note) for correction in decided]
    return [pk for pk in given if pk is not None]


def _acknowledge(correction: Correction, clinic: Clinic, user: User | None, note: str) -> int | None:
    """Return the key of a new acknowledgement; ``None`` if the clinic is not asked, or has answered."""
    locked = Correction.objects.select_for_update().get(pk=correction.pk)
    known = Acknowledgement.objects.for_clinic(clinic.pk).filter(correction=locked)
    if known.exists() or not is_asked(locked, clinic):
        return None
    return acknowledge(locked, clinic, user, note).pk
