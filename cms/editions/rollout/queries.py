"""Which release shows where: in a ring, at a clinic, on an edition."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from cms.clinics.models import Clinic, ClinicLanguage
from cms.clinics.records import HOME_PATH_LENGTH, ClinicRecord, read_clinic
from cms.editions.models import Edition
from cms.editions.rollout.models import Following, Hold, Mode, Ring, RingMember, RingStep
from cms.editions.rollout.pointers import passed_over
from cms.editions.rollout.values import RingProgress, RingState, Standing
from cms.editions.sources import bases_of
from cms.library.models import Release

DEFAULT_RING = "Everyone"


def default_ring() -> Ring:
    """Return the ring of every clinic that was put into no other, making it if it is missing."""
    found = Ring.objects.filter(is_default=True).first()
    return found or Ring.objects.create(name=DEFAULT_RING, is_default=True)


def rings_with_sizes() -> list[tuple[Ring, int]]:
    """Return the rings in their order, each with the number of its clinics."""
    # Counting groups the rows, and then the model's own order does not count.
    rings = list(Ring.objects.annotate(size=Count("members")).order_by("position", "pk"))
    outside = Clinic.objects.filter(ring_member__isnull=True).count()
    return [(ring, outside if ring.is_default else ring.size) for ring in rings]


def clinics_in(ring: Ring) -> QuerySet[Clinic]:
    """Return the clinics of a ring."""
    everybody: QuerySet[Clinic] = Clinic.objects.all()
    members = Q(ring_member__ring=ring)
    return everybody.filter(members | Q(ring_member__isnull=True) if ring.is_default else members)


def open_releases(ring: Ring, at: datetime.datetime | None = None) -> QuerySet[Release]:
    """Return the releases that ``ring`` may show at a moment: started there, and not rolled back."""
    at = at or timezone.now()
    closed = RingStep.objects.filter(release=OuterRef("pk"), ring=ring).filter(
        Q(starts_at__gt=at) | Q(rolled_back_at__isnull=False)
    )
    return Release.objects.filter(~Exists(closed), revision__isnull=False)


def open_to(clinic_id: int) -> QuerySet[Release]:
    """Return the releases that a clinic's ring has received and not given back."""
    passed = passed_over(clinic_id).filter(release=OuterRef("pk"))
    return Release.objects.filter(~Exists(passed), revision__isnull=False)


def newest_in(ring: Ring, page_id: int, at: datetime.datetime | None = None) -> Release | None:
    """Return the release that ``ring`` shows of a library page."""
    return open_releases(ring, at).filter(page=page_id).first()


def mode_of(clinic_id: int) -> Mode:
    """Return how a clinic follows the library."""
    row = Following.objects.for_clinic(clinic_id).first()
    return Mode(row.mode) if row else Mode.LATEST


def editions_of(clinic: ClinicRecord) -> list[Edition]:
    """Return the editions of a clinic in all its languages, in the order of the page tree."""
    below = Q()
    for language in clinic.languages:
        below |= Q(path__startswith=language.home_path)
    return list(Edition.objects.filter(below).select_related("locale").order_by("path"))


def record_of(clinic: Clinic) -> ClinicRecord | None:
    """Return what a request knows of ``clinic``; ``None`` if it has no language, and so no pages."""
    return read_clinic(clinic=clinic.pk)


def shown_releases(editions: Sequence[Edition], clinic: ClinicRecord) -> dict[int, Release]:
    """Return the release that each edition of one clinic shows, by edition id: a constant number of queries.

    Editions that show nothing are left out.
    """
    bases = bases_of(editions, clinic, with_body=False)
    newest = _newest_releases({basis.page.pk for basis in bases.values()})
    shown = {key: basis.held_release or newest.get(basis.page.pk) for key, basis in bases.items()}
    return {key: release for key, release in shown.items() if release is not None}


def standings(editions: Sequence[Edition], clinic: ClinicRecord) -> dict[int, Standing]:
    """Say of each edition which release it shows, and which it could accept or go back to.

    The number of queries does not depend on how many editions they are.
    """
    shown = shown_releases(editions, clinic)
    held = set(Hold.objects.filter(edition__in=editions).values_list("edition", "release"))
    on_offer: dict[Any, list[Release]] = {}
    keys = {edition.library_key for edition in editions}
    offered = open_to(clinic.id).filter(page__translation_key__in=keys, page__live=True)
    for release in offered.select_related("user", "page__locale"):
        on_offer.setdefault(release.page.translation_key, []).append(release)
    return {
        edition.pk: _standing(
            shown.get(edition.pk),
            chain_of(edition, clinic),
            on_offer.get(edition.library_key, ()),
            is_held=(edition.pk, getattr(shown.get(edition.pk), "pk", None)) in held,
        )
        for edition in editions
    }


def passed_over_releases(
    releases: Iterable[int], at: datetime.datetime | None = None
) -> dict[int, list[tuple[Ring, RingState]]]:
    """Return the rings that do not have each of ``releases``, by release, and why: one query."""
    is_closed = Q(starts_at__gt=at or timezone.now()) | Q(rolled_back_at__isnull=False)
    kept_back = RingStep.objects.filter(is_closed, release=OuterRef("pk"), ring=OuterRef(OuterRef("ring")))
    newer = Release.objects.filter(page=OuterRef("release__page"), pk__gt=OuterRef("release"))
    steps = RingStep.objects.filter(is_closed, release__in=releases).select_related("ring")
    steps = steps.annotate(is_overtaken=Exists(newer.filter(~Exists(kept_back))))
    found: dict[int, list[tuple[Ring, RingState]]] = {}
    for step in steps.order_by("ring__position", "ring"):
        state = RingState.SUPERSEDED if step.is_overtaken else RingState.WAITING
        if step.rolled_back_at:
            state = RingState.ROLLED_BACK
        found.setdefault(step.release_id, []).append((step.ring, state))
    return found


def progress(release: Release, at: datetime.datetime | None = None) -> tuple[RingProgress, ...]:
    """Say for each ring, in their order, whether it has ``release``, since when or from when."""
    at = at or timezone.now()
    steps = {
        step.ring_id: step
        for step in RingStep.objects.filter(release=release).select_related("ring", "rolled_back_by")
    }
    held = _held_by_ring(release)
    return tuple(
        _progress_in(ring, release, steps.get(ring.pk), at, size, held.get(ring.pk, 0))
        for ring, size in rings_with_sizes()
    )


def _progress_in(
    ring: Ring, release: Release, step: RingStep | None, at: datetime.datetime, clinics: int, held: int
) -> RingProgress:
    shown = newest_in(ring, release.page_id, at)
    instead = shown if shown is not None and shown.pk != release.pk else None
    state, when = RingState.SHOWN, step.starts_at if step else release.released_at
    if step is not None and step.rolled_back_at is not None:
        state, when = RingState.ROLLED_BACK, step.rolled_back_at
    elif instead is not None and instead.pk > release.pk:
        # Whether its own day has come or not: the newer one contains it, and starting it would show nothing.
        state = RingState.SUPERSEDED
    elif step is not None and step.starts_at > at:
        state = RingState.WAITING
    return RingProgress(ring, state, when, clinics, held, step, instead)


def _held_by_ring(release: Release) -> Mapping[int, int]:
    """Count the editions held at ``release`` by ring; the tree path of an edition tells its clinic."""
    paths = Hold.objects.filter(release=release).values_list("edition__path", flat=True)
    trees = [path[:HOME_PATH_LENGTH] for path in paths]
    if not trees:
        return {}
    homes = ClinicLanguage.everywhere.filter(home__path__in=set(trees))
    clinics = dict(homes.values_list("home__path", "clinic"))
    default = Ring.objects.filter(is_default=True).values_list("pk", flat=True).first()
    members = dict(RingMember.everywhere.filter(clinic__in=clinics.values()).values_list("clinic", "ring"))
    rings = (members.get(clinics[tree], default) for tree in trees if tree in clinics)
    return Counter(ring for ring in rings if ring is not None)


def _standing(
    shown: Release | None, chain: Sequence[str], on_offer: Sequence[Release], *, is_held: bool
) -> Standing:
    """Releases in the language shown, or in one that stands before it in ``chain``, are on offer."""
    if shown is None:
        return Standing(None, is_held=False)
    code = shown.page.locale.language_code
    better = set(chain[: chain.index(code) + 1] if code in chain else chain)
    return Standing(
        shown,
        is_held,
        newer=tuple(one for one in on_offer if one.pk > shown.pk and one.page.locale.language_code in better),
        older=tuple(one for one in on_offer if one.pk < shown.pk and one.page_id == shown.page_id),
    )


def _newest_releases(pages: Iterable[int]) -> dict[int, Release]:
    newest = Release.objects.filter(page__in=pages).values("page").annotate(newest=Max("pk"))
    releases = Release.objects.filter(pk__in=newest.values("newest")).select_related("page__locale")
    return {release.page_id: release for release in releases}


def chain_of(edition: Edition, clinic: ClinicRecord) -> tuple[str, ...]:
    """Return the languages in which ``edition`` looks for a text; empty if it is not the clinic's."""
    language = next((one for one in clinic.languages if edition.path.startswith(one.home_path)), None)
    return clinic.fallback_chain(language.code) if language else ()
