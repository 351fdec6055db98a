"""What happens by itself: words that a ring has lost with a release return to the clinics that wrote them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from cms.clinics.models import Clinic
from cms.editions.models import Ring
from cms.editions.proposals.returning import give_back
from cms.editions.rollout.rings import taken_away
from cms.library.models import Release


def on_taken_away(
    ring: Ring, clinics: QuerySet[Clinic], release: Release | None, user: Any, **kwargs: Any
) -> None:
    """The signal comes in the transaction that takes the release away."""
    give_back(ring, clinics, release=release, user=user)


def connect() -> None:
    """Listen; call it once, when all models are loaded."""
    taken_away.connect(on_taken_away, dispatch_uid="editions-proposals-taken-away")
