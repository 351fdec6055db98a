"""Where the time goes: the functions in which most of it is spent, for a request and for a publication."""

from __future__ import annotations

import cProfile
import io
import pstats
from collections.abc import Callable, Sequence
from typing import Any

from tests.benchmarks.network import Network
from tests.benchmarks.publish import BODY, publish_once
from tests.benchmarks.serve import WARM_UP, Case

REQUESTS = 50
PUBLICATIONS = 5
LINES = 45


def profile(network: Network, cases: Sequence[Case]) -> str:
    """Return the profiles of every case and of publishing with three editions and aliases, as text."""
    network.follow(BODY, network.sections)
    network.alias(BODY, network.sections)
    parts = []
    for case in cases:
        for _ in range(WARM_UP):
            case.ask()
        parts.append(_profiled(case.name, case.ask, REQUESTS))
    for name, page in (
        ("publish a library page", network.library[BODY]),
        ("publish a source", network.peer[BODY]),
    ):
        parts.append(_profiled(name, lambda page=page: publish_once(page, lambda work: work()), PUBLICATIONS))
    return "\n".join(parts)


def _profiled(name: str, work: Callable[[], Any], times: int) -> str:
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(times):
        work()
    profiler.disable()
    out = io.StringIO()
    statistics = pstats.Stats(profiler, stream=out)
    for order in ("tottime", "cumulative"):
        statistics.sort_stats(order).print_stats(LINES)
    return f"=== {name}, {times} times\n{out.getvalue()}"
