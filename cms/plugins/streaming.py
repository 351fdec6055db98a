"""What a plugin's view sends piece by piece, long after the view itself has returned.

Where the plugin fails to go on, the body ends with what was sent, and nobody sees a traceback.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import Context, copy_context
from typing import cast

from django.http import StreamingHttpResponse

from cms.plugins.containment import Turn, going_on


def keep_contained(response: StreamingHttpResponse, turn: Turn) -> None:
    """Let every piece of a response be made where its view was, for the same clinic, and contained.

    ``turn`` is the view's, and what comes of the last piece is what comes of it. Raises ``TypeError`` for an
    asynchronous iterator, which nothing here could contain.
    """
    if response.is_async:
        raise TypeError("A view of a plugin must stream from an ordinary iterator, not an asynchronous one.")
    turn.goes_on = True
    pieces = cast("Iterator[bytes]", response.streaming_content)
    response.streaming_content = _pieces(pieces, turn, copy_context())


def _pieces(pieces: Iterator[bytes], turn: Turn, context: Context) -> Iterator[bytes]:
    while True:
        piece = None
        with going_on(turn) as step:
            piece = context.run(next, pieces, None)
            step.goes_on = piece is not None
        if piece is None:
            return
        yield piece
