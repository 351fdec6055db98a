"""Which release an edition rests on: the one it is held at, else its clinic's ring's, else the live one.

Whether there is anything to look up comes with the library's pages themselves, as columns of their query; so
where nobody holds or delays anything, nothing further is asked.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from cms.editions.rollout.models import Hold, Ring, RingMember, RingStep
from cms.library.models import LibraryPage, Release


class PointerKind(enum.StrEnum):
    """Who decided that an edition rests on another release than the live one."""

    HOLD = "hold"
    RING = "ring"


@dataclass(frozen=True, slots=True)
class Pointer:
    """A release that an edition rests on, and why; ``None`` if its ring has received none so far."""

    kind: PointerKind
    release: Release | None

    @property
    def is_hold(self) -> bool:
        """Whether the clinic chose this release for the edition."""
        return self.kind is PointerKind.HOLD


@dataclass(frozen=True, slots=True)
class Pointers:
    """The pointers of one clinic: holds by edition, and its ring's releases by library page.

    Library pages that no pointer concerns have no entry in ``rings``; one whose releases have all yet to
    reach the ring has ``None``.
    """

    holds: dict[int, Release]
    rings: dict[int, Release | None]

    def of(self, edition_id: int, page_id: int) -> Pointer | None:
        """Return the pointer of an edition that follows the library page ``page_id``."""
        held = self.holds.get(edition_id)
        if held is not None and held.page_id == page_id:
            return Pointer(PointerKind.HOLD, held)
        if page_id in self.rings:
            return Pointer(PointerKind.RING, self.rings[page_id])
        return None


def with_pointers(
    pages: QuerySet[LibraryPage], clinic_id: int, edition_ids: Collection[int]
) -> QuerySet[LibraryPage]:
    """Add to each page whether one of these editions is held at it, and whether a ring passes it over."""
    held = Hold.objects.filter(edition__in=edition_ids, release__page=OuterRef("pk"))
    passed = passed_over(clinic_id).filter(
        release__page=OuterRef("pk"), release__revision=OuterRef("live_revision")
    )
    pointed: QuerySet[LibraryPage] = pages.annotate(is_held=Exists(held), is_passed_over=Exists(passed))
    return pointed


def passed_over(clinic_id: int) -> QuerySet[RingStep]:
    """Return the steps whose releases the clinic's ring does not show: not yet, or not any more."""
    is_passed = Q(starts_at__gt=timezone.now()) | Q(rolled_back_at__isnull=False)
    return RingStep.objects.filter(is_passed, _has_clinic("ring__", clinic_id))


def _has_clinic(prefix: str, clinic_id: int) -> Q:
    """Return the condition that a ring, found under ``prefix``, has the clinic."""
    members = RingMember.everywhere.filter(clinic=clinic_id)
    is_default = Q(~Exists(members), **{f"{prefix}is_default": True})
    return Q(**{f"{prefix}pk__in": members.values("ring")}) | is_default


def ring_of(clinic_id: int) -> Ring | None:
    """Return the ring that the clinic is in; the default one if it was put into no other."""
    return Ring.objects.filter(_has_clinic("", clinic_id)).first()


def pointers(pages: Iterable[LibraryPage], clinic_id: int, edition_ids: Collection[int]) -> Pointers:
    """Return the pointers that concern ``pages``, which come from ``with_pointers``: at most two queries."""
    found = list(pages)
    holds: dict[int, Release] = {}
    if any(page.is_held for page in found):
        rows = Hold.objects.filter(edition__in=edition_ids).select_related("release__revision")
        holds = {hold.edition_id: hold.release for hold in rows}
    delayed = [page.pk for page in found if page.is_passed_over]
    return Pointers(holds, _ring_releases(delayed, clinic_id) if delayed else {})


def _ring_releases(page_ids: Collection[int], clinic_id: int) -> dict[int, Release | None]:
    """Return for each page the newest release that has reached the clinic's ring."""
    passed = passed_over(clinic_id).filter(release=OuterRef("pk"))
    reached = Release.objects.filter(~Exists(passed), page=OuterRef("pk"), revision__isnull=False)
    newest = (
        LibraryPage.objects.filter(pk__in=page_ids)
        .annotate(reached=Subquery(reached.order_by("-pk").values("pk")[:1]))
        .values("reached")
    )
    releases = Release.objects.filter(pk__in=newest).select_related("revision")
    return dict.fromkeys(page_ids) | {release.page_id: release for release in releases}
