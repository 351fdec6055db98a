"""Rings that do not show what a library page says now, and would with its next release.

A release contains everything that the page says. So it takes words to such a ring that were rolled back
there, or that it would have received later; whoever releases the page is told before.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from cms.editions.rollout.models import Ring
from cms.editions.rollout.queries import newest_in, passed_over_releases
from cms.editions.rollout.values import RingState
from cms.library.models import Release


@dataclass(frozen=True, slots=True)
class Behind:
    """A ring that shows ``instead`` and not the published ``release``: it waits or has given it back."""

    ring: Ring
    release: Release
    state: RingState
    instead: Release | None

    def __str__(self) -> str:
        words = {"ring": self.ring, "release": self.release, "instead": self.instead}
        if self.state is RingState.ROLLED_BACK:
            return _("“%(release)s” is rolled back in %(ring)s, which shows “%(instead)s”.") % words
        return _("%(ring)s still waits for “%(release)s” and shows “%(instead)s”.") % words


def rings_behind(page_id: int) -> list[Behind]:
    """Return the rings that do not show the published text of a library page, in their order.

    Two queries if there are none, else one more for each.
    """
    releases = Release.objects.select_related("page").filter(page=page_id)
    live = releases.filter(revision=F("page__live_revision")).first()
    if live is None:
        return []
    missing = passed_over_releases([live.pk]).get(live.pk, ())
    return [Behind(ring, live, state, newest_in(ring, page_id)) for ring, state in missing]
