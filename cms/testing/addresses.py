"""The addresses of a plugin's views, with examples for what they capture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RegexPattern, RoutePattern

CAPTURED = re.compile(r"<(?:(?P<kind>[^:>]+):)?(?P<name>[^>]+)>")
EXAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": str(UUID(int=1))}


@dataclass(frozen=True, slots=True)
class Address:
    """A pattern of a plugin: ``route`` as ``path()`` writes it, ``None`` for a regular expression."""

    view: str
    route: str | None

    @property
    def captures(self) -> bool:
        return bool(self.route and CAPTURED.search(self.route))

    def path(self, number: Any = None) -> str:
        """Return a path; ``number`` stands for every whole number and every text that is captured."""

        def example(found: re.Match[str]) -> str:
            kind = found["kind"] or "str"
            if number is not None and kind in ("int", "str", "slug", "path"):
                return str(number)
            return EXAMPLES.get(kind, "1")

        return CAPTURED.sub(example, self.route or "")


def addresses(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[Address]:
    """Yield every address below ``patterns``."""
    for one in patterns:
        pattern = one.pattern
        if isinstance(pattern, RoutePattern):
            route: str | None = before + str(pattern)
        elif isinstance(pattern, RegexPattern) and not pattern.regex.groups:
            route = before + str(pattern).strip("^$").replace("\\Z", "")
        else:
            route = None
        if isinstance(one, URLResolver) and route is not None:
            yield from addresses(one.url_patterns, route)
        else:
            yield Address(str(getattr(one, "name", None) or pattern), route)
