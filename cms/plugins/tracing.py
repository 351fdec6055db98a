"""Which plugins were called while something was made, and what came of each call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """What came of a call of a plugin."""

    SHOWN = "shown"
    """It gave something, and that was used."""
    NOTHING = "nothing"
    """It had nothing to give."""
    FAILED = "failed"
    """It raised an error, which was contained."""
    PAUSED = "paused"
    """It was left alone, since it keeps failing."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a plugin at one point; ``reason`` says what was wrong with it, empty if nothing was.

    A call that took too long was shown and has a reason.
    """

    plugin: str
    point: str
    milliseconds: float
    outcome: Outcome
    reason: str = ""


_calls: ContextVar[list[Call] | None] = ContextVar("meridian_plugin_calls", default=None)


@contextmanager
def tracing() -> Iterator[list[Call]]:
    """Collect the calls of plugins inside a ``with`` block, in their order; one inside another tells both."""
    outer = _calls.get()
    calls: list[Call] = []
    token = _calls.set(calls)
    try:
        yield calls
    finally:
        _calls.reset(token)
        if outer is not None:
            outer.extend(calls)


def note_call(call: Call) -> None:
    """Tell whoever is tracing of a call; without anybody, nothing is kept."""
    calls = _calls.get()
    if calls is not None:
        calls.append(call)
