"""How far a release has come in the rings, and where an edition stands among the releases of its page."""

from __future__ import annotations

import datetime
import enum
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.editions.rollout.models import Ring, RingStep
from cms.library.models import Release


class RingState(enum.StrEnum):
    """What a ring has of a release."""

    SHOWN = "shown"
    WAITING = "waiting"
    ROLLED_BACK = "rolled_back"
    SUPERSEDED = "superseded"

    @property
    def label(self) -> Promise:
        """The state in words."""
        return STATE_LABELS[self]


STATE_LABELS: dict[RingState, Promise] = {
    RingState.SHOWN: _("Shown"),
    RingState.WAITING: _("Not yet shown"),
    RingState.ROLLED_BACK: _("Rolled back"),
    RingState.SUPERSEDED: _("A newer release is shown"),
}


@dataclass(frozen=True, slots=True)
class RingProgress:
    """What one ring has of one release.

    ``at`` is when it was or will be shown there first, or was rolled back. ``step`` is ``None`` for a ring
    that had the release at once. ``instead`` is the release that the ring shows now, if it is another one.
    ``clinics`` counts the ring's members, ``held`` the editions that their clinics hold at this release
    whatever the ring shows.
    """

    ring: Ring
    state: RingState
    at: datetime.datetime
    clinics: int
    held: int
    step: RingStep | None = None
    instead: Release | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Which release an edition shows, and which it could.

    ``newer`` are those that its clinic may accept now, ``older`` those that it may go back to, newest first.
    ``shown`` is ``None`` if the library publishes nothing that the edition could show.
    """

    shown: Release | None
    is_held: bool
    newer: tuple[Release, ...] = ()
    older: tuple[Release, ...] = ()
