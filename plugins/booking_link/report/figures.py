"""The numbers of a report: a clinic's clicks in a period, and beside them those of the period before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min, Q, QuerySet, Sum

from plugins.booking_link.models import Clicks
from plugins.booking_link.report.labels import label_of_language, label_of_placement, labels_of_pages
from plugins.booking_link.report.periods import Period, first_day_kept

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Line:
    """What a number is about, in words, and the number; ``detail`` tells lines of one name apart."""

    label: str
    number: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the period before had: ``number``, or ``None`` if nothing had been counted yet.

    ``since`` is the first day with a count, set where the period before began earlier.
    """

    total: int
    period: Period
    number: int | None
    since: date | None

    @property
    def difference(self) -> str:
        """How many more or fewer, with its sign."""
        return _signed(self.total - (self.number or 0))

    @property
    def percent(self) -> str:
        """The same in per cent; empty where nothing is a hundred per cent."""
        return _signed(round(100 * (self.total - self.number) / self.number)) if self.number else ""


@dataclass(frozen=True, slots=True)
class Figures:
    """A report: the total and what it is made of, the largest numbers first, and days in their order."""

    period: Period
    total: int
    before: Comparison
    days: Sequence[tuple[date, int]]
    pages: Sequence[Line]
    placements: Sequence[Line]
    languages: Sequence[Line]


def figures_of(clinic: Any, period: Period, *, today: date) -> Figures:
    """Return a report on ``clinic``, a ``ClinicRecord``; ``today`` is the clinic's own."""
    rows = Clicks.objects.for_clinic(clinic)
    within = rows.filter(day__range=(period.first, period.last))
    by_day = dict(_sums(within, "day"))
    total = sum(by_day.values())
    pages = _sums(within, "page")
    labels = labels_of_pages(clinic, [page for page, _number in pages])
    return Figures(
        period=period,
        total=total,
        before=_compare(rows, period.before, total, first_day_kept(today)),
        days=[(day, by_day.get(day, 0)) for day in period.days],
        pages=_lines((*labels[page], number) for page, number in pages),
        placements=_lines(
            (label_of_placement(name), "", number) for name, number in _sums(within, "placement")
        ),
        languages=_lines((label_of_language(code), "", number) for code, number in _sums(within, "language")),
    )


def _sums(rows: QuerySet[Any], field: str) -> list[tuple[Any, int]]:
    return list(rows.values_list(field).annotate(Sum("number")).order_by(field))


def _lines(found: Iterable[tuple[str, str, int]]) -> list[Line]:
    """Return lines, those with the same words as one, such as all pages that are no longer there."""
    together: dict[tuple[str, str], int] = {}
    for label, detail, number in found:
        together[label, detail] = together.get((label, detail), 0) + number
    lines = [Line(label, number, detail) for (label, detail), number in together.items()]
    return sorted(lines, key=lambda line: (-line.number, line.label, line.detail))


def _compare(rows: QuerySet[Any], before: Period, total: int, kept: date) -> Comparison:
    in_period = Q(day__range=(before.first, before.last))
    found = rows.aggregate(number=Sum("number", filter=in_period), first=Min("day"))
    # What is kept by month only cannot be compared with single days.
    since = max(found["first"], kept) if found["first"] else None
    if since is None or since > before.last:
        return Comparison(total, before, None, since)
    return Comparison(total, before, found["number"] or 0, since if since > before.first else None)


def _signed(number: int) -> str:
    return f"{number:+d}".replace("-", MINUS) if number else "±0"
