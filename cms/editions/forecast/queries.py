"""The dry run: what releasing a draft would do, worked out by reading alone.

Only editions with decisions about the page, and those that are held, are loaded; all others are counted.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.clinics.models import Clinic, ClinicLanguage
from cms.clinics.records import ClinicRecord, read_clinic
from cms.editions.forecast.outcomes import forecast_parts, looks_different
from cms.editions.forecast.trial import Trial, make_trial
from cms.editions.forecast.values import (
    EditionForecast,
    Forecast,
    Outcome,
    RingForecast,
    Sample,
    SampleKind,
    StaleTranslation,
)
from cms.editions.models import Edition
from cms.editions.oversight.models import Decision, DecisionKind, Follower
from cms.editions.rollout.models import Hold, Ring, RingMember
from cms.editions.rollout.queries import rings_with_sizes
from cms.editions.sources import Basis, bases_of
from cms.library.models import LibraryPage, Release
from cms.library.queries import newest_corrections, source_page
from cms.library.translations import untranslated_parts

RESTING = (DecisionKind.REPLACE, DecisionKind.HIDE, DecisionKind.FIELD)


def forecast(page: LibraryPage, corrected: Sequence[str] = (), *, in_rings: bool = False) -> Forecast:
    """Return what releasing ``page`` would do; pass ``page.get_latest_revision_as_object()`` for its draft.

    ``corrected`` names the parts that the release would correct; ``in_rings`` whether it goes out ring by
    ring. For those that wait, it says what happens once their ring has it. Nothing is written.
    """
    trial = make_trial(page, corrected)
    reached = _reached(trial)
    rings = _rings(page, in_rings=in_rings)
    affected = tuple(_affected(trial, reached, _arrivals(rings)))
    untouched = reached.exclude(edition__in=[one.edition_id for one in affected])
    return Forecast(
        page_id=page.pk,
        title=page.title,
        language=trial.language,
        changed=trial.changed,
        corrected=tuple(dict.fromkeys(corrected)),
        headings={target: trial.heading(target) for target in {*trial.before, *trial.after, *corrected}},
        clinics=reached.values("clinic").distinct().count(),
        editions=reached.count(),
        untouched=untouched.count(),
        affected=affected,
        rings=tuple(RingForecast(ring.name, start, size) for ring, size, start in rings),
        translations=tuple(_translations(trial)),
        samples=tuple(_samples(affected, untouched)),
        counts=Counter(part.outcome for one in affected for part in one.parts),
    )


def basis_pair(edition: Edition, clinic: ClinicRecord, trial: Trial) -> tuple[Basis, Basis] | None:
    """Return what ``edition`` rests on now and would rest on; ``None`` if it shows nothing now."""
    now = bases_of([edition], clinic).get(edition.pk)
    return None if now is None else (now, trial.basis(now))


def _reached(trial: Trial) -> QuerySet[Follower]:
    """Return the published editions that the release reaches: those that show this page's text.

    That are those in its language, and those whose own language the library lacks. Where
    something is or was corrected, parts of this text may show in all languages.
    """
    followers: QuerySet[Follower] = Follower.everywhere.filter(library_key=trial.page.translation_key)
    if trial.reaches_translations:
        return followers
    falling_back = _falling_back(trial, followers)
    return followers.filter(Q(language=trial.language) | Q(edition__in=falling_back))


def _falling_back(trial: Trial, followers: QuerySet[Follower]) -> list[int]:
    """Return the editions that show this page since the library has none in their own language."""
    live = LibraryPage.objects.live().filter(translation_key=trial.page.translation_key)
    present = {*live.values_list("locale__language_code", flat=True), trial.language}
    rows = list(followers.exclude(language__in=present).values_list("edition", "clinic", "language"))
    if not rows:
        return []
    chains = _chains({clinic for _edition, clinic, _language in rows})
    return [
        edition
        for edition, clinic, language in rows
        if next((code for code in (language, *chains[clinic]) if code in present), None) == trial.language
    ]


def _chains(clinics: set[int]) -> dict[int, list[str]]:
    """Return the languages that clinics fall back on, the main one first."""
    chains = {
        key: [main] for key, main in Clinic.objects.filter(pk__in=clinics).values_list("pk", "main_language")
    }
    spoken = ClinicLanguage.everywhere.filter(clinic__in=clinics).order_by("position", "pk")
    for clinic, code in spoken.values_list("clinic", "language_code"):
        chains[clinic].append(code)
    return chains


def _affected(
    trial: Trial, reached: QuerySet[Follower], arrivals: Mapping[int | None, datetime.datetime | None]
) -> Iterator[EditionForecast]:
    """Work out the editions with decisions about the page and those that are held, clinic by clinic."""
    decided = Decision.everywhere.filter(library_key=trial.page.translation_key, kind__in=RESTING)
    held = Hold.objects.filter(edition__follower__library_key=trial.page.translation_key)
    asking = reached.filter(Q(edition__in=decided.values("edition")) | Q(edition__in=held.values("edition")))
    by_clinic: dict[int, list[int]] = {}
    for clinic, edition in asking.order_by("clinic__name", "clinic", "edition").values_list(
        "clinic", "edition"
    ):
        by_clinic.setdefault(clinic, []).append(edition)
    ring_ids = dict(RingMember.everywhere.filter(clinic__in=by_clinic).values_list("clinic", "ring"))
    for clinic_id, ids in by_clinic.items():
        record = read_clinic(clinic=clinic_id)
        if record is not None:
            yield from _at_clinic(trial, record, ids, arrivals.get(ring_ids.get(clinic_id)))


def _at_clinic(
    trial: Trial, clinic: ClinicRecord, ids: Sequence[int], arrives_at: datetime.datetime | None
) -> Iterator[EditionForecast]:
    editions = list(Edition.objects.filter(pk__in=ids).order_by("path"))
    bases = bases_of(editions, clinic)
    for edition in editions:
        now = bases.get(edition.pk)
        if now is None:
            continue
        then = trial.basis(now)
        yield EditionForecast(
            edition_id=edition.pk,
            title=edition.title,
            clinic_id=clinic.id,
            clinic=clinic.name,
            language=now.language,
            changes=looks_different(edition, now, then),
            is_held=now.is_held,
            held_at=now.held_release.released_at if now.is_held and now.held_release else None,
            arrives_at=None if now.is_held else arrives_at,
            parts=forecast_parts(edition, now, then, trial),
        )


def _rings(page: LibraryPage, *, in_rings: bool) -> list[tuple[Ring, int, datetime.datetime | None]]:
    """Return the rings with their sizes and when each receives the release, ``None`` for at once."""
    is_first = not Release.objects.filter(page=page, revision__isnull=False).exists()
    now = timezone.now()
    return [
        (
            ring,
            size,
            now + datetime.timedelta(hours=ring.delay_hours) if _waits(ring, in_rings, is_first) else None,
        )
        for ring, size in rings_with_sizes()
    ]


def _waits(ring: Ring, in_rings: bool, is_first: bool) -> bool:
    return in_rings and not is_first and ring.delay_hours > 0


def _arrivals(
    rings: Iterable[tuple[Ring, int, datetime.datetime | None]],
) -> dict[int | None, datetime.datetime | None]:
    """Return when each ring receives the release, by key; ``None`` is the key of who is in no ring."""
    return {None if ring.is_default else ring.pk: start for ring, _size, start in rings}


def _translations(trial: Trial) -> Iterator[StaleTranslation]:
    """Say of each published translation of the page which parts the release would leave behind."""
    if source_page(trial.page).pk != trial.page.pk:
        return
    corrections = newest_corrections(trial.page.translation_key)
    then = corrections | {one.target: one.id for one in trial.corrections}
    pages = LibraryPage.objects.live().filter(translation_key=trial.page.translation_key)
    for page in pages.exclude(pk=trial.page.pk).select_related("locale").order_by("locale__language_code"):
        parts = untranslated_parts(page, trial.page, then)
        if parts:
            yield StaleTranslation(
                page_id=page.pk,
                title=page.title,
                language=page.locale.language_code,
                parts={part.target: part.state for part in parts},
                headings={part.target: part.heading or trial.heading(part.target) for part in parts},
            )


def _samples(affected: Sequence[EditionForecast], untouched: QuerySet[Follower]) -> Iterator[Sample]:
    plain = untouched.select_related("clinic").order_by("edition").first()
    if plain is not None:
        yield Sample(SampleKind.UNTOUCHED, plain.edition_id, plain.clinic.name, plain.language)
    free = [one for one in affected if not one.is_held]
    for kind, found in (
        (SampleKind.MERGES, [one for one in free if Outcome.MERGES in one.outcomes]),
        (SampleKind.CONFLICTS, [one for one in free if Outcome.CONFLICTS in one.outcomes]),
        (SampleKind.HELD, [one for one in affected if one.is_held]),
    ):
        if found:
            yield Sample(kind, found[0].edition_id, found[0].clinic, found[0].language)
