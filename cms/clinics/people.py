"""A clinic's practitioners, as its pages and the screens of its plugins list them."""

from __future__ import annotations

from cms.clinics.managers import HasId
from cms.clinics.models import Practitioner


def practitioners_of(clinic: HasId) -> list[Practitioner]:
    """Return the clinic's practitioners in their order, with photo and texts: two queries."""
    found = Practitioner.objects.for_clinic(clinic).select_related("photo").prefetch_related("texts")
    return list(found)
