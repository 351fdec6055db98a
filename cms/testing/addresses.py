"""The addresses of a plugin's views, and what the kit puts where they capture something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RegexPattern, RoutePattern

CAPTURED = re.compile(r"<(?:[^:>]+:)?(?P<name>[^>]+)>")
EXAMPLES = ("x", "1", str(UUID(int=1)), "2999-01-01")


@dataclass(frozen=True, slots=True)
class Address:
    """A pattern of a plugin: ``route`` as ``path()`` writes it, ``None`` for a regular expression.

    ``view`` is what a match calls its view, ``captures`` the converters of what it captures, by name.
    """

    view: str
    route: str | None
    captures: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_readable(self) -> bool:
        """Whether the kit can make an example of it."""
        return self.route is not None and all(example_for(one) is not None for one in self.captures.values())

    def path(self, values: Mapping[str, str] | None = None) -> str:
        """Return a path with ``values``, and with examples where there are none."""

        def text(found: re.Match[str]) -> str:
            name = found["name"]
            return (values or {}).get(name) or example_for(self.captures[name]) or ""

        return CAPTURED.sub(text, self.route or "")


def addresses(
    patterns: Iterable[URLPattern | URLResolver],
    above: Address | None = None,
    namespaces: tuple[str, ...] = (),
) -> Iterator[Address]:
    """Yield every address below ``patterns``."""
    for one in patterns:
        found = _joined(above, one.pattern)
        if isinstance(one, URLResolver):
            inner = (*namespaces, *filter(None, [one.namespace]))
            yield from addresses(one.url_patterns, found, inner)
        else:
            yield Address(":".join([*namespaces, one.name or one.lookup_str]), found.route, found.captures)


def accepts(converter: Any, text: str) -> bool:
    """Whether an address takes ``text`` where it captures with ``converter``."""
    try:
        return re.fullmatch(converter.regex, text) is not None and converter.to_python(text) is not None
    except ValueError:
        return False


def example_for(converter: Any) -> str | None:
    """Return a text that a converter takes, ``None`` if it takes none that the kit knows."""
    return next((one for one in EXAMPLES if accepts(converter, one)), None)


def _joined(above: Address | None, pattern: Any) -> Address:
    """Return the part of an address down to ``pattern``."""
    before = above or Address("", "")
    if isinstance(pattern, RoutePattern):
        own: str | None = str(pattern)
    elif isinstance(pattern, RegexPattern) and not pattern.regex.groups:
        own = str(pattern).strip("^$").replace("\\Z", "")
    else:
        own = None
    route = None if before.route is None or own is None else before.route + own
    return Address("", route, {**before.captures, **getattr(pattern, "converters", {})})
