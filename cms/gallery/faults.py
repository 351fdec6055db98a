"""Where a template fails: its name and the line, found in the traceback of what came out of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.template.base import Node

RENDERING = "render_annotated"


def fault(error: BaseException) -> str:
    """Return in a line what went wrong and where: the innermost template that was being shown."""
    place = next(_places(error), "")
    words = f"{type(error).__name__}: {error}".strip()
    return f"{place}: {words}" if place else words


def _places(error: BaseException) -> Iterator[str]:
    for node in reversed([*_nodes(error)]):
        origin = getattr(node, "origin", None)
        if origin is not None and node.token is not None:
            yield f"{origin.template_name or origin.name}, {node.token.lineno}"


def _nodes(error: BaseException) -> Iterator[Any]:
    """Yield the tags and variables that were being shown, the outermost first."""
    step = error.__traceback__
    while step is not None:
        node = step.tb_frame.f_locals.get("self")
        if step.tb_frame.f_code.co_name == RENDERING and isinstance(node, Node):
            yield node
        step = step.tb_next
    if error.__cause__ is not None:
        # Django says once more, from outside, that a template is not there.
        yield from _nodes(error.__cause__)
