"""Where a plugin's mistakes end: around every call of its code there is ``contain``.

This is against mistakes, not against malice: plugins are trusted code, and nothing here stops one that loops
for ever, fills the memory or reaches into another package.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar

from django.conf import settings
from django.db import connection, transaction

from cms.plugins.breaker import Breaker

logger = logging.getLogger(__name__)

SLOW = 0.25  # seconds: worth a line in the log
TOO_SLOW = 2.0  # seconds: counts as a failure

_failed: ContextVar[list[str] | None] = ContextVar("meridian_contained_failures", default=None)


@contextmanager
def contain(plugin: str, point: str, clinic: int) -> Iterator[None]:
    """Run a plugin's code inside a ``with`` block: what it raises is logged and counted, and goes no further.

    Inside a transaction it runs in a savepoint, so that an error of the database spoils nothing but its own
    work. Ask ``may_run`` first. For authors, ``MERIDIAN_PLUGIN_ERRORS = "raise"`` lets errors out.
    """
    breaker = Breaker(plugin, point, clinic)
    begun = time.monotonic()
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            yield
    except Exception as error:
        if getattr(settings, "MERIDIAN_PLUGIN_ERRORS", "contain") == "raise":
            raise
        logger.exception("The plugin %s failed at %s for clinic %s.", plugin, point, clinic)
        _note_failure(breaker, f"{type(error).__name__}: {error}")
        return
    seconds = time.monotonic() - begun
    if seconds >= TOO_SLOW:
        _note_failure(breaker, f"It took {seconds:.1f} s.")
    else:
        breaker.note_success()
    if seconds >= SLOW:
        logger.warning("The plugin %s took %.2f s at %s for clinic %s.", plugin, seconds, point, clinic)


def may_run(plugin: str, point: str, clinic: int) -> bool:
    """Whether to call a plugin here, or to leave it alone since it keeps failing; the latter is noted too."""
    if Breaker(plugin, point, clinic).may_call():
        return True
    _mark(plugin)
    return False


@contextmanager
def watching() -> Iterator[list[str]]:
    """Collect, inside a ``with`` block, the names of plugins whose failures were contained."""
    failed: list[str] = []
    token = _failed.set(failed)
    try:
        yield failed
    finally:
        _failed.reset(token)


def _note_failure(breaker: Breaker, reason: str) -> None:
    breaker.note_failure(reason)
    _mark(breaker.plugin)


def _mark(plugin: str) -> None:
    failed = _failed.get()
    if failed is not None:
        failed.append(plugin)
