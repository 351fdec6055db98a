"""What slots show in place of what plugins have for them, where a theme is looked at for its own sake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.safestring import SafeString

_samples: ContextVar[Callable[[str], SafeString] | None] = ContextVar("meridian_slot_samples", default=None)


@contextmanager
def slots_filled(samples: Callable[[str], SafeString]) -> Iterator[None]:
    """Show in each slot what ``samples`` has for its name inside a ``with`` block; no plugin is asked."""
    token = _samples.set(samples)
    try:
        yield
    finally:
        _samples.reset(token)


def sample_in(slot: str) -> SafeString | None:
    """Return what stands in a slot instead of what plugins have; ``None`` where they are to be asked."""
    samples = _samples.get()
    return None if samples is None else samples(slot)
