"""Who opens a connection while something is made."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NoReturn
from unittest.mock import patch

OPENERS = (
    (socket.socket, "connect"),
    (socket.socket, "connect_ex"),
    (socket.socket, "sendto"),
    (socket, "getaddrinfo"),
    (socket, "create_connection"),
)


@contextmanager
def watched(folder: Path) -> Iterator[list[str]]:
    """Refuse, in a ``with`` block, every connection that code in ``folder`` asks for, and list whose it was.

    Other code, such as that of the database, goes on as ever.
    """
    seen: list[str] = []
    with ExitStack() as undo:
        for owner, name in OPENERS:
            undo.enter_context(patch.object(owner, name, _guard(getattr(owner, name), folder, seen)))
        yield seen


def _guard(opener: Any, folder: Path, seen: list[str]) -> Any:
    def guarded(*args: Any, **kwargs: Any) -> Any:
        place = _place_in(folder)
        return _refuse(place, seen) if place else opener(*args, **kwargs)

    return guarded


def _refuse(place: str, seen: list[str]) -> NoReturn:
    seen.append(place)
    raise OSError("The kit lets nobody connect while a page is made.")


def _place_in(folder: Path) -> str:
    """Return the line in ``folder`` that this call goes back to; empty if there is none."""
    frame = sys._getframe()
    while frame is not None:
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(folder):
            return f"{file.relative_to(folder)}, line {frame.f_lineno}"
        frame = frame.f_back  # type: ignore[assignment]  # the outermost frame has none, and ends the loop
    return ""
