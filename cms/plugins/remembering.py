"""What plugins ask again and again while one response is made is looked up once.

Every slot, block and intent of a page asks which plugins are active, whether one keeps failing, and what its
settings say. Outside a request nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Found = TypeVar("Found")

_memory: ContextVar[dict[Any, Any] | None] = ContextVar("meridian_plugin_memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember inside a ``with`` block what ``remembered`` finds."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def remembered(key: Any, look_up: Callable[[], Found]) -> Found:
    """Return what is known under ``key``, looking it up if need be."""
    memory = _memory.get()
    if memory is None:
        return look_up()
    if key not in memory:
        memory[key] = look_up()
    found: Found = memory[key]
    return found


def forget() -> None:
    """Forget everything that was looked up for this response, because something of it changed."""
    memory = _memory.get()
    if memory is not None:
        memory.clear()
