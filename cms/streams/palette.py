"""What may be added to the streams of the page that is being edited.

A block that shows nothing on that page is *dormant*: it is not offered, and a new one is refused. Those that
are there stay, can be changed, moved and removed, and are marked. Whoever edits a page, a form or a script,
says what is dormant there with :func:`use_palette`; where nobody does, nothing is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import Block


@dataclass(frozen=True, slots=True)
class Dormant:
    """Why blocks of a type show nothing on a page.

    ``mark`` stands behind their label, ``reason`` is a sentence beside them, and ``advice`` follows it for
    whoever adds one.
    """

    mark: str
    reason: str
    advice: str


@dataclass(frozen=True, slots=True)
class Palette:
    """The dormant types of a page by name, and type and id of the dormant blocks that it holds already."""

    dormant: Mapping[str, Dormant] = field(default_factory=dict)
    kept: frozenset[tuple[str, str]] = frozenset()

    def label(self, block: Block) -> str:
        """Return what a block is called, with its mark if it is dormant."""
        dormant = self.dormant.get(block.name)
        return f"{block.label} ({dormant.mark})" if dormant else str(block.label)

    def refusals(self, stream: Iterable[Any]) -> dict[int, ValidationError]:
        """Return, by their index in a stream, why blocks may not be added."""
        return {
            index: ValidationError(f"{dormant.reason} {dormant.advice}", code="dormant")
            for index, child in enumerate(stream)
            if (dormant := self.dormant.get(child.block_type))
            and (child.block_type, str(child.id)) not in self.kept
        }


EVERYTHING = Palette()

_palette: ContextVar[Palette] = ContextVar("meridian_palette", default=EVERYTHING)


def current_palette() -> Palette:
    """Return the palette of the page that is being edited; ``EVERYTHING`` if none was named."""
    return _palette.get()


@contextmanager
def use_palette(palette: Palette) -> Iterator[Palette]:
    """Make ``palette`` the current one inside a ``with`` block."""
    token = _palette.set(palette)
    try:
        yield palette
    finally:
        _palette.reset(token)


def blocks_of_types(types: Iterable[str], stored: Any) -> frozenset[tuple[str, str]]:
    """Return type and id of the blocks of these types anywhere in a stored value."""
    return frozenset(_found(frozenset(types), stored))


def _found(types: frozenset[str], stored: Any) -> Iterator[tuple[str, str]]:
    if isinstance(stored, Mapping):
        name = stored.get("type")
        if isinstance(name, str) and name in types and stored.get("id"):
            yield name, str(stored["id"])
        stored = stored.values()
    elif not isinstance(stored, (list, tuple)):
        return
    for part in stored:
        yield from _found(types, part)
