"""Counts clicks: how many, on which day, with which button on which page. Nothing is kept of who clicked.

Clicks that arrive while others are being written wait in memory for one of them, who writes them all
together. So however many there are at a time, most visitors wait for nothing and nobody for more than two
writes, and more clicks are not more writes. A click alone is in the database before it is answered. A process
that is killed loses what it has not written: the clicks of the last few milliseconds, or those since the
database went away.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from django.db import DataError, Error, IntegrityError
from django.db.models import F
from django.utils import timezone

from plugins.booking_link.models import Clicks

logger = logging.getLogger(__name__)

SHARDS = 32


@dataclass(frozen=True, slots=True)
class Button:
    """What clicks are counted by; ``clinic_id`` and ``page`` are keys, ``page`` is 0 where there is none."""

    clinic_id: int
    day: date
    page: int
    placement: str
    language: str


class Counting:
    """The clicks of this process that are not in the database yet."""

    def __init__(self) -> None:
        self._waiting: Counter[Button] = Counter()
        self._adding = Lock()
        self._next = Lock()
        self._writing = Lock()

    def count(self, button: Button) -> None:
        """Count one click: write it, or leave it to whoever writes next."""
        with self._adding:
            self._waiting[button] += 1
        self.write()

    def write(self) -> None:
        """Write what waits, unless somebody else is about to: who is next has not yet taken what waits.

        A visitor never meets an error: while the database does not answer, clicks wait for the next one.
        """
        if not self._next.acquire(blocking=False):
            return
        try:
            self._writing.acquire()
        finally:
            self._next.release()
        try:
            self._write_waiting()
        except Error:
            logger.exception("Clicks on booking links wait to be counted.")
        finally:
            self._writing.release()

    def _write_waiting(self) -> None:
        with self._adding:
            taken, self._waiting = self._waiting, Counter()
        try:
            while taken:
                button, number = taken.popitem()
                try:
                    add(button, number)
                except (DataError, IntegrityError):
                    # The clinic was deleted meanwhile. Kept, it would be in the way of all others.
                    logger.exception("%s clicks on a booking link cannot be counted.", number)
                except Error:
                    taken[button] = number
                    raise
        finally:
            with self._adding:
                self._waiting.update(taken)


counting = Counting()


def add(button: Button, number: int) -> None:
    """Add to what is in the database, in this process's own row."""
    key = {**asdict(button), "shard": os.getpid() % SHARDS}
    row = Clicks.everywhere.filter(**key)
    if row.update(number=F("number") + number):
        return
    # Two processes may share a shard, and both may come first.
    Clicks.everywhere.bulk_create([Clicks(**key)], ignore_conflicts=True)
    row.update(number=F("number") + number)


def today_at(clinic: Any) -> date:
    """Return the date at ``clinic``, a ``ClinicRecord``."""
    return timezone.localdate(timezone=ZoneInfo(clinic.time_zone))
