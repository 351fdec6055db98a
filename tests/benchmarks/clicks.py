"""Ten thousand clicks on one booking button in a second: are all counted, and how long does anybody wait.

Beside it stands what is usual: every click adds one to the same row, and waits for those before it.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from threading import Barrier, Thread
from typing import Any

from django.db import connection, connections
from django.db.models import F, Sum

from cms.clinics.models import Clinic
from cms.testing.network import make_clinic, make_root
from plugins.booking_link.clicks import counting
from plugins.booking_link.clicks.counting import Button, Counting
from plugins.booking_link.models import Clicks
from tests.benchmarks.report import write_result
from tests.benchmarks.targets import Target

PER_SECOND = 10_000
CLICKS = PER_SECOND
THREADS = 20
PROCESSES = 4
MOST_SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class Rush:
    """The clicks of a second: how many were made and counted, when all were answered, the longest wait."""

    name: str
    clicks: int
    counted: int
    seconds: float
    most_milliseconds: float
    writes: int | None = None


def measure_clicks(say: Callable[[str], None]) -> list[Rush]:
    """Let many threads click in one process, then in several, then in the usual way."""
    make_root()
    clinic = make_clinic("clicks")
    say(f"clicking {CLICKS:,} times in a second, in {THREADS} threads")
    rushes = [_in_threads(clinic)]
    say(f"the same in {PROCESSES} processes of {THREADS} threads")
    rushes.append(_in_processes(clinic))
    say("the same in the usual way")
    rushes.append(_usual(clinic))
    return rushes


def judge_clicks(rushes: list[Rush], *, with_times: bool) -> list[Target]:
    """Return what must hold of ours, the seconds only ``with_times``."""
    ours = rushes[:2]
    counted = [
        Target(
            f"{one.name}: every click is counted once",
            f"{one.counted:,} of {one.clicks:,}",
            one.counted == one.clicks,
        )
        for one in ours
    ]
    timely = [
        Target(
            f"{one.name}: {one.clicks:,} clicks of a second are answered in {MOST_SECONDS} seconds",
            f"{one.seconds:.2f}",
            one.seconds <= MOST_SECONDS,
        )
        for one in ours
    ]
    return [*counted, *(timely if with_times else [])]


def run_clicks(arguments: dict[str, Any], say: Callable[[str], None]) -> tuple[list[str], bool]:
    """Measure, write, and return lines for people with whether every target is met."""
    rushes = measure_clicks(say)
    targets = judge_clicks(rushes, with_times=not arguments["quick"])
    path = write_result("clicks", [asdict(one) for one in rushes], targets, arguments)
    lines = [
        "",
        f"{CLICKS:,} clicks on one booking button in a second",
        *(
            f"{one.name:<38} answered in {one.seconds:>6.2f} s, longest wait {one.most_milliseconds:>8.1f} ms"
            f"{'' if one.writes is None else f', {one.writes:,} writes'}"
            for one in rushes
        ),
        "",
        *(f"{'ok' if one.is_met else 'MISSED':<7} {one.promise}: {one.measured}" for one in targets),
        f"\nWritten to {path}",
    ]
    return lines, all(one.is_met for one in targets)


def _in_threads(clinic: Clinic) -> Rush:
    writes = 0
    add = counting.add

    def add_and_note(button: Button, number: int) -> None:
        nonlocal writes
        writes += 1
        add(button, number)

    counting.add = add_and_note
    try:
        seconds, longest = _click(Counting().count, _button(clinic, 1), CLICKS)
    finally:
        counting.add = add
    return Rush("one process", CLICKS, _counted(clinic, 1), seconds, longest, writes)


def _in_processes(clinic: Clinic) -> Rush:
    connections.close_all()
    work = [(_button(clinic, 2), CLICKS // PROCESSES)] * PROCESSES
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        found = pool.starmap(_click_in_process, work, chunksize=1)
    seconds, longest = zip(*found, strict=True)
    return Rush(f"{PROCESSES} processes", CLICKS, _counted(clinic, 2), max(seconds), max(longest))


def _click_in_process(button: Button, clicks: int) -> tuple[float, float]:
    return _click(Counting().count, button, clicks)


def _usual(clinic: Clinic) -> Rush:
    button = _button(clinic, 3)
    counting.add(button, 0)
    row = Clicks.objects.for_clinic(clinic).filter(page=button.page)
    seconds, longest = _click(lambda _button: row.update(number=F("number") + 1), button, CLICKS)
    return Rush("the usual way, one row in one process", CLICKS, _counted(clinic, 3), seconds, longest)


def _click(click: Callable[[Button], Any], button: Button, clicks: int) -> tuple[float, float]:
    """Spread ``clicks`` over a second and the threads; what comes late is not left out.

    Returns the seconds until the last one was answered, and the most milliseconds that one took.
    """
    ready = Barrier(THREADS + 1)
    longest = [0.0] * THREADS
    begun = 0.0

    def work(thread: int) -> None:
        connection.ensure_connection()
        ready.wait()
        ready.wait()
        for number in range(thread, clicks, THREADS):
            time.sleep(max(0.0, begun + number / clicks - time.perf_counter()))
            clicked = time.perf_counter()
            click(button)
            longest[thread] = max(longest[thread], time.perf_counter() - clicked)
        connection.close()

    threads = [Thread(target=work, args=[number]) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    ready.wait()
    begun = time.perf_counter()
    ready.wait()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun, max(longest) * 1000


def _button(clinic: Clinic, page: int) -> Button:
    return Button(clinic.pk, date(2026, 3, 15), page, "header", "en")


def _counted(clinic: Clinic, page: int) -> int:
    rows = Clicks.objects.for_clinic(clinic).filter(page=page)
    return int(rows.aggregate(number=Sum("number"))["number"] or 0)
