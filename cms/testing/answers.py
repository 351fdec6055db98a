"""What the kit is answered, with the part that a plugin had in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cms.plugins.tracing import Call, tracing
from cms.testing.breaking import BrokenError

TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a website or the admin answered, and the calls of the plugin that it was made of."""

    status: int
    html: str
    headers: Mapping[str, str]
    calls: tuple[Call, ...]

    @property
    def text(self) -> str:
        """The HTML without the tokens of its forms, which are made anew for each request."""
        return TOKEN.sub("", self.html)


def answered(plugin: str, send: Callable[[], Any]) -> Answer:
    """Return the response that ``send`` gets, and what ``plugin`` did for it."""
    with tracing() as calls:
        response = send()
        content = response.getvalue()
    return Answer(
        response.status_code, content.decode(errors="replace"), response.headers, _of(plugin, calls)
    )


def told(plugin: str, look: Callable[[], str]) -> Answer:
    """Return what ``look`` finds where no request is made, and what ``plugin`` did for it.

    Where the error of a plugin that the kit has broken comes out, that is what a server answers then.
    """
    with tracing() as calls:
        try:
            status, text = 200, look()
        except BrokenError as error:
            status, text = 500, str(error)
    return Answer(status, text, {}, _of(plugin, calls))


def _of(plugin: str, calls: list[Call]) -> tuple[Call, ...]:
    return tuple(call for call in calls if call.plugin == plugin)
