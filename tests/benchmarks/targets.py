"""What must hold, and whether it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.benchmarks.corrections import Cost, Reach
from tests.benchmarks.head_to_head import Score
from tests.benchmarks.publish import Publishing
from tests.benchmarks.serve import Serving

TIMES_FASTER = 300
SITES = 1000
MOST_TIMES_A_PLAIN_PAGE = 1.3
MOST_QUERIES = 12


@dataclass(frozen=True, slots=True)
class Target:
    """A promise with what was measured."""

    promise: str
    measured: str
    is_met: bool


def judge(publishing: Sequence[Publishing], serving: Sequence[Serving], *, with_times: bool) -> list[Target]:
    """Return every target; those in seconds only ``with_times``: a few rounds say nothing about them."""
    return [*_publishing_targets(publishing, with_times), *_serving_targets(serving, with_times)]


def judge_head_to_head(score: Score) -> list[Target]:
    """Return what must hold for Meridian, whatever the peer does."""
    pages, every = sum(score.pages_correct), len(score.pages_correct) * score.clinics * 2
    return [
        Target(
            "Every clinic is correct at the end",
            f"{score.clinics_correct:,} of {score.clinics:,}",
            score.clinics_correct == score.clinics,
        ),
        Target("Every page is correct after every edit", f"{pages:,} of {every:,}", pages == every),
        Target("No local edit is lost", f"{score.local_edits_lost:,}", score.local_edits_lost == 0),
        Target("No translation is lost", f"{score.translations_lost:,}", score.translations_lost == 0),
        Target(
            "Every stale item is noticed", f"{score.stale_not_noticed:,} missed", score.stale_not_noticed == 0
        ),
        Target(
            "No page shows a withdrawn sentence",
            f"{score.withdrawn:,} at once, {score.withdrawn_at_the_end:,} at the end",
            score.withdrawn == score.withdrawn_at_the_end == 0,
        ),
    ]


def judge_corrections(costs: Sequence[Cost], reach: Reach) -> list[Target]:
    """Return what must hold for corrections; the seconds are shown and not judged."""
    queries = [cost.queries for cost in costs]
    return [
        Target(
            "A correction costs the same number of queries at every size",
            ", ".join(map(str, queries)),
            len(set(queries)) == 1,
        ),
        Target(
            "Every page shows the correction",
            f"{reach.showing:,} of {reach.pages:,}",
            reach.showing == reach.pages,
        ),
        Target("No page shows what was withdrawn", f"{reach.withdrawn:,}", reach.withdrawn == 0),
        Target(
            "No local row is deleted",
            f"{reach.rows_before:,} before, {reach.rows_after:,} after",
            reach.rows_before == reach.rows_after,
        ),
    ]


def _publishing_targets(publishing: Sequence[Publishing], with_times: bool) -> list[Target]:
    if not publishing:
        return []
    counts = [one.edition_queries for one in publishing]
    sizes = " and ".join(f"{one.sites:,}" for one in (publishing[0], publishing[-1]))
    targets = [
        Target(
            f"Publishing costs the same number of queries with {sizes} editions",
            ", ".join(map(str, counts)),
            len(set(counts)) == 1,
        )
    ]
    largest = publishing[-1]
    if with_times and largest.sites >= SITES:
        targets.append(
            Target(
                f"Publishing to {SITES:,} editions is at least {TIMES_FASTER} times as fast as to aliases",
                f"{largest.ratio:.0f} times",
                largest.ratio >= TIMES_FASTER,
            )
        )
    return targets


def _serving_targets(serving: Sequence[Serving], with_times: bool) -> list[Target]:
    editions = [one for one in serving if one.name.startswith("edition")]
    targets = []
    for one in editions:
        targets.append(
            Target(
                f"{one.name}: at most {MOST_QUERIES} queries", str(one.queries), one.queries <= MOST_QUERIES
            )
        )
        if with_times and one.ratio is not None:
            targets.append(
                Target(
                    f"{one.name}: at most {MOST_TIMES_A_PLAIN_PAGE} times the plain page",
                    f"{one.ratio:.2f} times",
                    one.ratio <= MOST_TIMES_A_PLAIN_PAGE,
                )
            )
    return targets
