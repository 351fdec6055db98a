"""Corrections and who has acknowledged them: asked, acknowledged, waiting, overdue.

Who is asked is decided in ``asking``, and nowhere else.
"""

from __future__ import annotations

import datetime
import enum
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.clinics.models import Clinic
from cms.editions.oversight.asking import OPEN, asked, concerned_editions, marks
from cms.editions.oversight.matrix import COMPARABLE, rows_of
from cms.editions.oversight.models import Acknowledgement, Decision
from cms.editions.oversight.values import Concern, DecisionRow
from cms.library.models import Correction

PROGRESS = """correction.id, COUNT(DISTINCT follower.clinic_id),
    COUNT(DISTINCT CASE WHEN acknowledgement.id IS NOT NULL THEN follower.clinic_id END)"""


class Answer(enum.StrEnum):
    """Where a clinic stands with a correction."""

    ACKNOWLEDGED = "acknowledged"
    WAITING = "waiting"
    OVERDUE = "overdue"

    @property
    def label(self) -> Promise:
        """The answer in words."""
        return ANSWER_LABELS[self]


ANSWER_LABELS: dict[Answer, Promise] = {
    Answer.ACKNOWLEDGED: _("Acknowledged"),
    Answer.WAITING: _("Waiting"),
    Answer.OVERDUE: _("Overdue"),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """A correction and how many clinics were asked to acknowledge it, and did."""

    correction: Correction
    asked: int
    acknowledged: int
    today: datetime.date

    @property
    def open(self) -> int:
        return self.asked - self.acknowledged

    @property
    def is_overdue(self) -> bool:
        return bool(self.open) and self.correction.deadline < self.today

    @property
    def percent(self) -> int:
        """How much of the work is done; 100 only when all of it is."""
        return self.acknowledged * 100 // self.asked if self.asked else 100

    def as_json(self) -> dict[str, Any]:
        """Return the row as plain data."""
        one = self.correction
        return {
            "correction": one.pk,
            "page": one.release.page.title,
            "library_key": str(one.library_key),
            "released_at": one.release.released_at,
            "reason": one.reason,
            "deadline": one.deadline,
            "asked": self.asked,
            "acknowledged": self.acknowledged,
            "overdue": self.open if self.is_overdue else 0,
        }


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One clinic in the report of a correction; ``parked`` counts its versions that the correction parked."""

    clinic: Clinic
    answer: Answer
    acknowledgement: Acknowledgement | None
    parked: int

    def as_json(self) -> dict[str, Any]:
        """Return the row as plain data."""
        given = self.acknowledgement
        return {
            "clinic": self.clinic.name,
            "slug": self.clinic.slug,
            "state": self.answer.value,
            "acknowledged_at": given.acknowledged_at if given else None,
            "by": str(given.user or "") if given else "",
            "note": given.note if given else "",
            "parked": self.parked,
        }


@dataclass(frozen=True, slots=True)
class OpenCorrection:
    """A correction that a clinic is asked to acknowledge; ``parked`` are the versions that are in its way."""

    correction: Correction
    clinic: Clinic
    parked: tuple[DecisionRow, ...]
    today: datetime.date

    @property
    def is_overdue(self) -> bool:
        return self.correction.deadline < self.today


def progress(only_open: bool = False) -> tuple[Progress, ...]:
    """Return all corrections, newest first, with how far their acknowledgement has come: two queries."""
    counts = {pk: (total, done) for pk, total, done in asked(PROGRESS, "GROUP BY correction.id")}
    today = timezone.localdate()
    rows = [
        Progress(correction, *counts.get(correction.pk, (0, 0)), today)
        for correction in Correction.objects.select_related("release__page", "release__user")
    ]
    return tuple(row for row in rows if row.open or not only_open)


def report(correction: Correction, answer: Answer | None = None) -> tuple[ReportRow, ...]:
    """Return every clinic that is asked to acknowledge ``correction`` or did, by name: few queries."""
    given = {
        row.clinic_id: row
        for row in Acknowledgement.everywhere.filter(correction=correction).select_related("user")
    }
    clinics = Clinic.objects.filter(pk__in={*_asked_clinics(correction), *given}).order_by("name", "pk")
    parked = Counter(row.decision.clinic_id for row in parked_by(correction))
    late = correction.deadline < timezone.localdate()
    rows = [
        ReportRow(clinic, _answer(clinic.pk in given, late), given.get(clinic.pk), parked[clinic.pk])
        for clinic in clinics
    ]
    return tuple(row for row in rows if answer is None or row.answer is answer)


def is_asked(correction: Correction, clinic: Clinic) -> bool:
    """Whether ``clinic`` is asked to acknowledge ``correction``."""
    return clinic.pk in _asked_clinics(correction)


def parked_by(correction: Correction, clinics: Iterable[int] | None = None) -> tuple[DecisionRow, ...]:
    """Return the clinics' versions that are parked and older than ``correction``, which names their parts."""
    decisions = Decision.everywhere.filter(
        library_key=correction.library_key,
        target__in=correction.parts.values("target"),
        base_correction__lt=correction.pk,
        kind__in=COMPARABLE,
    )
    if clinics is not None:
        decisions = decisions.filter(clinic__in=clinics)
    rows = rows_of(decisions, Concern.PARKED)
    concerned = concerned_editions([correction.pk], {row.decision.edition_id for row in rows})
    return tuple(row for row in rows if (correction.pk, row.decision.edition_id) in concerned)


def open_for(clinics: Collection[Clinic]) -> tuple[OpenCorrection, ...]:
    """Return the corrections that these clinics have yet to acknowledge, by deadline.

    The number of queries does not depend on how many clinics or corrections there are.
    """
    by_id = {clinic.pk: clinic for clinic in clinics}
    pairs = _open_pairs(by_id)
    corrections = {
        one.pk: one
        for one in Correction.objects.filter(pk__in={pk for pk, _ in pairs})
        .select_related("release__page")
        .prefetch_related("parts")
    }
    parked = _parked_pairs(corrections, by_id)
    today = timezone.localdate()
    found = [
        OpenCorrection(corrections[pk], by_id[clinic], tuple(parked.get((pk, clinic), ())), today)
        for pk, clinic in pairs
    ]
    return tuple(sorted(found, key=lambda one: (one.correction.deadline, one.clinic.name, one.correction.pk)))


def _asked_clinics(correction: Correction) -> set[int]:
    rows = asked("DISTINCT follower.clinic_id", "WHERE correction.id = %s", [correction.pk])
    return {clinic for (clinic,) in rows}


def _answer(is_given: bool, is_late: bool) -> Answer:
    if is_given:
        return Answer.ACKNOWLEDGED
    return Answer.OVERDUE if is_late else Answer.WAITING


def _open_pairs(clinics: Collection[int]) -> list[tuple[int, int]]:
    if not clinics:
        return []
    rows = asked(
        "DISTINCT correction.id, follower.clinic_id",
        f"WHERE {OPEN} AND follower.clinic_id IN ({marks(clinics)})",
        list(clinics),
    )
    return [(correction, clinic) for correction, clinic in rows]


def _parked_pairs(
    corrections: dict[int, Correction], clinics: Collection[int]
) -> dict[tuple[int, int], list[DecisionRow]]:
    """Return the parked versions by correction and clinic, all with one reading of the index."""
    decisions = Decision.everywhere.filter(
        clinic__in=list(clinics),
        library_key__in={one.library_key for one in corrections.values()},
        kind__in=COMPARABLE,
    )
    found: dict[tuple[int, int], list[DecisionRow]] = defaultdict(list)
    rows = rows_of(decisions, Concern.PARKED) if corrections else ()
    concerned = concerned_editions(corrections, {row.decision.edition_id for row in rows})
    for correction in corrections.values():
        targets = {part.target for part in correction.parts.all()}
        for row in rows:
            one = row.decision
            if (
                one.library_key == correction.library_key
                and one.target in targets
                and one.base_correction < correction.pk
                and (correction.pk, one.edition_id) in concerned
            ):
                found[correction.pk, one.clinic_id].append(row)
    return found
