"""What the head-to-head and the corrections found: lines for people, targets, and JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.corrections import Cost, Reach, measure_corrections
from tests.benchmarks.head_to_head import Score, measure_head_to_head
from tests.benchmarks.report import write_result
from tests.benchmarks.targets import Target, judge_corrections, judge_head_to_head

WIDTH = 34


@dataclass(frozen=True, slots=True)
class Result:
    """One measurement, ready to be shown and written."""

    name: str
    measured: Any
    lines: list[str]
    targets: list[Target]

    def write(self, arguments: dict[str, Any]) -> Path:
        """Write everything as JSON and return where it is."""
        return write_result(self.name, self.measured, self.targets, arguments)


def head_to_head(clinics: int, say: Callable[[str], None]) -> Result:
    """Make the twenty edits on both sides."""
    scores = measure_head_to_head(clinics, say)
    targets = judge_head_to_head(scores[0])
    lines = [
        "",
        f"Twenty edits over {clinics:,} clinics in two languages, 3 % of all blocks changed locally",
        f"{'':<{WIDTH}}" + "".join(f"{score.name:>34}" for score in scores),
        *(_row(name, [figure(score) for score in scores]) for name, figure in FIGURES.items()),
    ]
    return Result("head-to-head", [asdict(score) for score in scores], _with(lines, targets), targets)


def corrections(sizes: Sequence[int], say: Callable[[str], None]) -> Result:
    """Publish corrections to networks of these sizes, and read every page of the largest."""
    costs, reach = measure_corrections(sizes, say)
    targets = judge_corrections(costs, reach)
    lines = ["", "Publishing a correction", *map(_cost, costs), "", *_reach(reach)]
    measured = {"costs": [asdict(cost) for cost in costs], "reach": asdict(reach)}
    return Result("corrections", measured, _with(lines, targets), targets)


FIGURES: dict[str, Callable[[Score], str]] = {
    "clinics correct at the end": lambda score: f"{score.clinics_correct:,} of {score.clinics:,}",
    "pages correct, after all edits": lambda score: _of(score.pages_correct, score),
    "pages with a clinic's own blocks": lambda score: f"{score.pages_with_own:,} of {score.clinics * 2:,}",
    "local edits lost": lambda score: f"{score.local_edits_lost:,} of {score.local_edits:,}",
    "translations lost": lambda score: f"{score.translations_lost:,}",
    "stale items not noticed": lambda score: f"{score.stale_not_noticed:,} of {score.stale_items:,}",
    "withdrawn sentence, before transl.": lambda score: f"{score.withdrawn:,} pages",
    "withdrawn sentence, at the end": lambda score: f"{score.withdrawn_at_the_end:,} pages",
    "writes": lambda score: f"{score.writes:,}",
    "queries": lambda score: f"{score.queries:,}",
    "seconds": lambda score: f"{score.seconds:,.1f}",
}


def _of(pages: list[int], score: Score) -> str:
    return f"{sum(pages):,} of {len(pages) * score.clinics * 2:,}"


def _row(name: str, figures: list[str]) -> str:
    return f"{name:<{WIDTH}}" + "".join(f"{figure:>34}" for figure in figures)


def _cost(cost: Cost) -> str:
    return f"{cost.clinics:>6,} clinics  {cost.time.clock:>8.3f} s  {cost.queries:>4} queries"


def _reach(reach: Reach) -> list[str]:
    return [
        f"Afterwards, in {reach.clinics:,} clinics with {reach.pages:,} pages",
        f"{reach.decided:,} with decisions, {reach.held:,} held, {reach.delayed:,} clinics in a later ring",
        f"{reach.showing:,} pages show the correction, {reach.withdrawn:,} a withdrawn sentence",
        f"{reach.rows_before:,} local rows and holds before, {reach.rows_after:,} after",
    ]


def _with(lines: list[str], targets: Sequence[Target]) -> list[str]:
    judged = [f"{'ok' if one.is_met else 'MISSED':<7} {one.promise}: {one.measured}" for one in targets]
    return [*lines, "", *judged]
