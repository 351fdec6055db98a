"""Where a plugin's mistakes end: around every call of its code there is ``contain``.

This is against mistakes, not against malice: plugins are trusted code, and nothing here stops one that loops
for ever, fills the memory or reaches into another package.
"""

from __future__ import annotations

import logging
import time
from asyncio import CancelledError
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from cms.plugins.breaker import Breaker
from cms.plugins.tracing import Call, Outcome, note_call

logger = logging.getLogger(__name__)

FAILURES = (Exception, SystemExit, GeneratorExit, CancelledError)
"""What a plugin's code raises is a failure of it, unless somebody wants the process to end from outside."""
SLOW = 0.25  # seconds: worth a line in the log
TOO_SLOW = 2.0  # seconds: counts as a failure


@dataclass(slots=True)
class Turn:
    """One call of a plugin; whoever uses what it gave sets ``shown``."""

    shown: bool = False


@contextmanager
def contain(plugin: str, point: str, clinic: int, *, is_waited_for: bool = True) -> Iterator[Turn]:
    """Run a plugin's code inside a ``with`` block: what it raises is logged and counted, and goes no further.

    Inside a transaction it runs in a savepoint, so that an error of the database spoils nothing but its own
    work. Ask ``may_run`` first. Where nobody waits for it, it may take its time. For authors,
    ``MERIDIAN_PLUGIN_ERRORS = "raise"`` lets errors out.
    """
    breaker = Breaker(plugin, point, clinic)
    turn = Turn()
    begun = time.monotonic()
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            yield turn
    except FAILURES as error:
        if getattr(settings, "MERIDIAN_PLUGIN_ERRORS", "contain") == "raise":
            raise
        logger.exception("The plugin %s failed at %s for clinic %s.", plugin, point, clinic)
        reason = in_words(error)
        breaker.note_failure(reason)
        _note(breaker, begun, Outcome.FAILED, reason)
        return
    outcome = Outcome.SHOWN if turn.shown else Outcome.NOTHING
    if is_waited_for:
        _note_end(breaker, begun, outcome)
    else:
        breaker.note_success()
        _note(breaker, begun, outcome, "")


def may_run(plugin: str, point: str, clinic: int) -> bool:
    """Whether to call a plugin here, or to leave it alone since it keeps failing; the latter is noted too."""
    breaker = Breaker(plugin, point, clinic)
    if breaker.may_call():
        return True
    _note(breaker, time.monotonic(), Outcome.PAUSED, breaker.state().reason or "It keeps failing.")
    return False


def in_words(error: BaseException) -> str:
    """Return what went wrong in one line, for editors and for the log of a command."""
    return ": ".join(filter(None, [type(error).__name__, str(error)]))


def _note_end(breaker: Breaker, begun: float, outcome: Outcome) -> None:
    seconds = time.monotonic() - begun
    slowness = f"It took {seconds:.1f} s." if seconds >= TOO_SLOW else ""
    if slowness:
        breaker.note_failure(slowness)
    else:
        breaker.note_success()
    if seconds >= SLOW:
        place = (breaker.plugin, seconds, breaker.point, breaker.clinic)
        logger.warning("The plugin %s took %.2f s at %s for clinic %s.", *place)
    _note(breaker, begun, outcome, slowness)


def _note(breaker: Breaker, begun: float, outcome: Outcome, reason: str) -> None:
    milliseconds = (time.monotonic() - begun) * 1000
    note_call(Call(breaker.plugin, breaker.point, milliseconds, outcome, reason))
