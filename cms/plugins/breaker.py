"""The breaker: what fails again and again is left alone for a while, for the clinic where it fails.

One breaker per plugin, point and clinic, so that a bad setting in one clinic pauses nothing in another. Its
state is in the shared cache. A breaker opens when, within a minute, at least three calls failed and at least
half of all. It stays open for 30 s, then lets one call through to see; each failure of that doubles the time,
up to 15 minutes.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import ceil

from django.core.cache import cache

from cms.plugins.remembering import forget, remembered

WINDOW = 60  # seconds
FEWEST_FAILURES = 3
SHARE = 0.5
FIRST_PAUSE = 30  # seconds
LONGEST_PAUSE = 15 * 60  # seconds
REMEMBERED = 24 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class State:
    """What a breaker knows: the calls of this window, when it may be tried again, how long it paused last.

    Times are seconds since 1970. ``reason`` is the last failure in one line, for editors.
    """

    since: float = 0
    calls: int = 0
    failures: int = 0
    open_until: float = 0
    pause: float = 0
    reason: str = ""

    def after_success(self, now: float) -> State:
        """Return the state after a call that went well; one that went well after a pause closes it."""
        if self.pause:
            return State(since=now, calls=1)
        counted = self._within(now)
        return replace(counted, calls=counted.calls + 1)

    def after_failure(self, now: float, reason: str) -> State:
        """Return the state after a call that failed."""
        counted = self._within(now)
        counted = replace(
            counted, calls=counted.calls + 1, failures=counted.failures + 1, reason=reason[:200]
        )
        if self.pause or (counted.failures >= FEWEST_FAILURES and counted.failures >= SHARE * counted.calls):
            pause = min(self.pause * 2 or FIRST_PAUSE, LONGEST_PAUSE)
            return State(since=now, open_until=now + pause, pause=pause, reason=counted.reason)
        return counted

    def is_open(self, now: float) -> bool:
        """Whether calls are left out."""
        return now < self.open_until

    def _within(self, now: float) -> State:
        return self if now - self.since < WINDOW else replace(self, since=now, calls=0, failures=0)


@dataclass(frozen=True, slots=True)
class Breaker:
    """The breaker of one plugin at one point for one clinic."""

    plugin: str
    point: str
    clinic: int

    @property
    def key(self) -> str:
        return f"meridian:plugins:breaker:{self.plugin}:{self.point}:{self.clinic}"

    @property
    def trouble_key(self) -> str:
        return f"meridian:plugins:trouble:{self.clinic}"

    def state(self) -> State:
        """Return what is known of it; a new one where nothing is."""
        found: State | None = cache.get(self.key)
        return found or State()

    @property
    def is_known(self) -> bool:
        """Whether anything failed lately at the clinic; while nothing did, a breaker has no state."""
        key = self.trouble_key
        return remembered(key, lambda: cache.get(key) is not None)

    def may_call(self) -> bool:
        """Whether to call. After a pause one caller gets through, the others wait for how that ends."""
        if not self.is_known:
            return True
        state, now = self.state(), time.time()
        if state.is_open(now):
            return False
        return not state.pause or bool(cache.add(f"{self.key}:probe", 1, FIRST_PAUSE))

    def seconds_left(self) -> int:
        """Return for how long it stays open, in whole seconds; 1 while somebody else is trying."""
        return max(1, ceil(self.state().open_until - time.time()))

    def note_success(self) -> None:
        """Count a call that went well. Where nothing failed lately there is nothing to write."""
        if not self.is_known:
            return
        state = self.state()
        if state.failures or state.pause:
            self._write(state.after_success(time.time()))

    def note_failure(self, reason: str) -> None:
        """Count a call that failed."""
        self._write(self.state().after_failure(time.time(), reason))

    def _write(self, state: State) -> None:
        cache.set_many({self.key: state, self.trouble_key: True}, REMEMBERED)
        forget()
        cache.delete(f"{self.key}:probe")


@dataclass(frozen=True, slots=True)
class Pause:
    """A point at which a plugin is left alone for a while, until when, and why."""

    point: str
    until: datetime
    reason: str


def pauses_of(plugin: str, points: Iterable[str], clinic: int) -> tuple[Pause, ...]:
    """Return where a plugin is paused for a clinic, in one look at the cache."""
    breakers = {one.key: one for one in (Breaker(plugin, point, clinic) for point in points)}
    now = time.time()
    return tuple(
        Pause(breakers[key].point, datetime.fromtimestamp(state.open_until, tz=UTC), state.reason)
        for key, state in cache.get_many(list(breakers)).items()
        if state.is_open(now)
    )
