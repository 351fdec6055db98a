"""Where a plugin's mistakes end: around every call of its code there is ``contain``.

``attempt`` leaves a plugin alone, besides, that keeps failing. This is against mistakes, not against malice:
plugins are trusted code, and nothing here stops one that loops for ever, fills the memory or reaches into
another package.
"""

from __future__ import annotations

import logging
import time
from asyncio import CancelledError
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.conf import settings
from django.db import connection, transaction

from cms.plugins.breaker import Breaker
from cms.plugins.time_box import OutOfTimeError
from cms.plugins.tracing import Call, Outcome, note_call

Answer = TypeVar("Answer")

logger = logging.getLogger(__name__)

FAILURES = (Exception, SystemExit, GeneratorExit, CancelledError, OutOfTimeError)
"""What a plugin's code raises is a failure of it, unless somebody wants the process to end from outside."""
SLOW = 0.25  # seconds: worth a line in the log
TOO_SLOW = 2.0  # seconds: counts as a failure


@dataclass(slots=True)
class Turn:
    """One call of a plugin at the point that ``breaker`` is for.

    Whoever uses what it gave sets ``shown``, and ``goes_on`` if it is still at it: how that ends is counted
    then. When it is over, ``outcome`` is what came of it, and ``reason`` what was wrong, empty without that.
    """

    breaker: Breaker
    shown: bool = False
    goes_on: bool = False
    outcome: Outcome = Outcome.NOTHING
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Attempt(Generic[Answer]):
    """What a plugin gave, ``None`` if it failed or was left alone, and what came of that: see ``Turn``."""

    answer: Answer | None
    outcome: Outcome
    reason: str


def attempt(
    plugin: str, point: str, clinic: int, work: Callable[[Turn], Answer], *, is_waited_for: bool = True
) -> Attempt[Answer]:
    """Let a plugin do ``work``, contained, unless it is left alone because it keeps failing."""
    breaker = Breaker(plugin, point, clinic)
    if not breaker.may_call():
        reason = breaker.state().reason or "It keeps failing."
        turn = Turn(breaker, outcome=Outcome.PAUSED, reason=reason)
        _note(turn, time.monotonic())
        return Attempt(None, turn.outcome, turn.reason)
    answer: Answer | None = None
    with contain(plugin, point, clinic, is_waited_for=is_waited_for) as turn:
        answer = work(turn)
    return Attempt(None if turn.outcome is Outcome.FAILED else answer, turn.outcome, turn.reason)


@contextmanager
def contain(plugin: str, point: str, clinic: int, *, is_waited_for: bool = True) -> Iterator[Turn]:
    """Run a plugin's code inside a ``with`` block: what it raises is logged and counted, and goes no further.

    Inside a transaction it runs in a savepoint, so that an error of the database spoils nothing but its own
    work. By itself it is for what cannot be left alone. Where nobody waits for it, it may take its time. For
    authors, ``MERIDIAN_PLUGIN_ERRORS = "raise"`` lets errors out.
    """
    savepoint = transaction.atomic() if connection.in_atomic_block else nullcontext()
    with _watched(Turn(Breaker(plugin, point, clinic)), is_waited_for=is_waited_for) as turn, savepoint:
        yield turn


@contextmanager
def going_on(turn: Turn) -> Iterator[Turn]:
    """Contain what a plugin does after it has returned from a ``turn``, such as the next piece of a body.

    It takes no savepoint, since a transaction that the plugin has open may end in any of its pieces.
    """
    with _watched(Turn(turn.breaker), is_waited_for=False) as step:
        yield step


@contextmanager
def _watched(turn: Turn, *, is_waited_for: bool) -> Iterator[Turn]:
    breaker, begun = turn.breaker, time.monotonic()
    try:
        yield turn
    except FAILURES as error:
        if getattr(settings, "MERIDIAN_PLUGIN_ERRORS", "contain") == "raise":
            raise
        place = (breaker.plugin, breaker.point, breaker.clinic)
        logger.exception("The plugin %s failed at %s for clinic %s.", *place)
        turn.outcome, turn.reason = Outcome.FAILED, in_words(error)
        breaker.note_failure(turn.reason)
    else:
        turn.outcome = Outcome.SHOWN if turn.shown else Outcome.NOTHING
        _note_end(turn, time.monotonic() - begun if is_waited_for else 0)
    _note(turn, begun)


def in_words(error: BaseException) -> str:
    """Return what went wrong in one line, for editors and for the log of a command."""
    return ": ".join(filter(None, [type(error).__name__, str(error)]))


def _note_end(turn: Turn, seconds: float) -> None:
    """Count a call that raised nothing, after which somebody had waited for so many seconds."""
    breaker = turn.breaker
    if seconds >= TOO_SLOW:
        turn.reason = f"It took {seconds:.1f} s."
        breaker.note_failure(turn.reason)
    elif not turn.goes_on:
        breaker.note_success()
    if seconds >= SLOW:
        place = (breaker.plugin, seconds, breaker.point, breaker.clinic)
        logger.warning("The plugin %s took %.2f s at %s for clinic %s.", *place)


def _note(turn: Turn, begun: float) -> None:
    milliseconds = (time.monotonic() - begun) * 1000
    note_call(Call(turn.breaker.plugin, turn.breaker.point, milliseconds, turn.outcome, turn.reason))
