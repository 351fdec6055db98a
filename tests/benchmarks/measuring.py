"""Seconds and queries of one piece of work."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds on the clock, and seconds in which this process had the processor."""

    clock: float
    processor: float


def timed(work: Callable[[], Any]) -> Timing:
    """Do ``work`` once and say how long it took."""
    processor, clock = time.process_time(), time.perf_counter()
    work()
    return Timing(time.perf_counter() - clock, time.process_time() - processor)


def typical(timings: Iterable[Timing]) -> Timing:
    """Return the medians."""
    every = list(timings)
    return Timing(median(one.clock for one in every), median(one.processor for one in every))


def queries_of(work: Callable[[], Any]) -> int:
    """Do ``work`` once and count its SQL queries, but not what opens and closes transactions."""
    queries = 0

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    # Django's own log of queries stops at 9,000, and a thousand alias pages need more.
    with connection.execute_wrapper(count):
        work()
    return queries


def settle() -> None:
    """Let no garbage of what came before be collected in the time of what comes next, as in ``cms.wsgi``."""
    gc.collect()
    gc.freeze()
