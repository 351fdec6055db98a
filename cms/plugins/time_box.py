"""A function gets so much time and is then interrupted, whatever it is at.

An alarm of the operating system does it, which Python answers in the main thread and between two steps of its
own: code in C that holds on, such as a query of SQLite, is interrupted when it comes back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from signal import ITIMER_REAL, SIG_DFL, SIGALRM, getitimer, setitimer, signal
from threading import current_thread, main_thread
from time import monotonic
from typing import Any, NoReturn, TypeVar

AT_ONCE = 1e-6

Answer = TypeVar("Answer")


class OutOfTimeError(KeyboardInterrupt):
    """A function took all the time that it had.

    It comes from outside, as an interrupt from the keyboard does, and is one: no ``except Exception`` holds
    it up, and a driver of a database ends the query that it waits for.
    """


def within(limit: timedelta, work: Callable[[], Answer]) -> Answer:
    """Do ``work``, in which ``OutOfTimeError`` is raised when ``limit`` is over.

    Around it there may be another limit, which stays: the one that is over first interrupts. Outside of the
    main thread nothing can be interrupted, and the work takes its time.
    """
    if current_thread() is not main_thread():
        return work()
    seconds, (left, every) = limit.total_seconds(), getitimer(ITIMER_REAL)
    if 0 < left <= seconds:
        return work()
    begun = monotonic()

    def ring(*_signal: Any) -> NoReturn:
        raise OutOfTimeError(f"It took longer than {seconds:g} s, and was stopped.")

    before = signal(SIGALRM, ring)
    try:
        setitimer(ITIMER_REAL, seconds)
        try:
            return work()
        finally:
            setitimer(ITIMER_REAL, 0)
    finally:
        signal(SIGALRM, before or SIG_DFL)
        if left:
            # One that is over by now rings at once; 0 would silence it.
            setitimer(ITIMER_REAL, max(left - (monotonic() - begun), AT_ONCE), every)
