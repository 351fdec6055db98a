"""The bars of a chart: one for each day, drawn by the browser from numbers alone, without a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

HEIGHT = 100
STEP = 10
GAP = 2
LEAST = 1.5  # what a day with a single click gets beside one with thousands


@dataclass(frozen=True, slots=True)
class Bar:
    """A day with its number, and where its bar is, in the units of the chart."""

    day: date
    number: int
    x: int
    y: float
    width: int
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars in a field of ``width`` and ``height``; ``highest`` is the largest number of a day."""

    bars: Sequence[Bar]
    highest: int
    width: int
    height: int = HEIGHT


def chart_of(days: Sequence[tuple[date, int]]) -> Chart:
    """Return a chart of days with their numbers; a day without any has no bar."""
    highest = max(number for _day, number in days)
    bars = [_bar(day, number, place * STEP, highest) for place, (day, number) in enumerate(days) if number]
    return Chart(bars, highest, len(days) * STEP)


def _bar(day: date, number: int, x: int, highest: int) -> Bar:
    height = max(round(HEIGHT * number / highest, 1), LEAST)
    return Bar(day, number, x + GAP // 2, HEIGHT - height, STEP - GAP, height)
