"""How a point of the kit says whom it concerns and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import pytest

from cms.plugins.registry import Entry

Point = TypeVar("Point", bound=Callable[..., None])


def concerns(question: Callable[[Entry], object]) -> Callable[[Point], Point]:
    """Have a point only for the plugins for which ``question`` answers with something."""

    def mark(point: Point) -> Point:
        point.concerns = question  # type: ignore[attr-defined]  # where the kit looks for it
        return point

    return mark


def demand_nothing(problems: Iterable[str]) -> None:
    """Fail with every one of ``problems``, each a sentence for the author; pass without any."""
    found = list(dict.fromkeys(problems))
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def is_loaded(entry: Entry) -> bool:
    """Whether there is anything to call."""
    return entry.plugin is not None
