"""A function is interrupted when its time is over, and nothing is when it is done."""

from __future__ import annotations

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest

from cms.plugins.time_box import OutOfTimeError, within

SHORT = timedelta(seconds=0.2)


def test_work_that_is_done_in_time_gives_what_it_gives() -> None:
    assert within(SHORT, lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        within(SHORT, lambda: 1 / 0)


def test_work_that_is_not_done_in_time_is_interrupted() -> None:
    begun = time.monotonic()
    with pytest.raises(OutOfTimeError, match=r"It took longer than 0.2 s, and was stopped\."):
        within(SHORT, lambda: time.sleep(30))
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("seconds", [0.0, 30.0])
def test_nothing_is_interrupted_afterwards_and_alarms_are_what_they_were(seconds) -> None:
    heard = []
    before = signal.signal(signal.SIGALRM, lambda *signal: heard.append(signal))
    try:
        try:
            within(SHORT, lambda: time.sleep(seconds))
        except OutOfTimeError:
            assert seconds
        time.sleep(0.3)
        assert heard == []
        signal.raise_signal(signal.SIGALRM)
        assert len(heard) == 1
    finally:
        signal.signal(signal.SIGALRM, before)


def deaf() -> None:
    """Work that takes long, and goes on when it is interrupted once."""
    with suppress(OutOfTimeError):
        time.sleep(30)
    time.sleep(0.4)


@pytest.mark.parametrize(
    ("inner", "work"),
    [(0.1, bool), (0.1, partial(time.sleep, 30)), (0.1, deaf), (30, partial(time.sleep, 30))],
    ids=["in time", "interrupted", "interrupted late", "with more time"],
)
def test_limit_holds_when_there_was_another_within_it(inner, work) -> None:
    def both() -> None:
        try:
            within(timedelta(seconds=inner), work)
        except OutOfTimeError as error:
            if "0.3 s" in str(error):
                raise
        time.sleep(30)

    begun = time.monotonic()
    with pytest.raises(OutOfTimeError, match=r"longer than 0\.3 s"):
        within(timedelta(seconds=0.3), both)
    assert 0.3 <= time.monotonic() - begun < 5
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_work_in_another_thread_takes_its_time() -> None:
    with ThreadPoolExecutor() as threads:
        assert threads.submit(within, timedelta(seconds=0.01), lambda: time.sleep(0.1) or 7).result() == 7
