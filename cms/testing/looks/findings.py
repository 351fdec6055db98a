"""What a browser finds wrong with a theme."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass


class Matter(enum.Enum):
    """What a finding is about; each is a point of the kit."""

    ACCESSIBILITY = "accessibility"
    DARK = "dark"
    NARROW = "narrow"
    TURNED = "turned"
    SCRIPTLESS = "scriptless"
    PRINT = "print"
    FOCUS = "focus"
    REQUESTS = "requests"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: where, and in words for the theme's author."""

    matter: Matter
    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


MOST = 12


def told(findings: Iterable[Finding], matter: Matter) -> list[str]:
    """Return what was found about one matter; the same words about many places are told of the first few."""
    places: dict[str, list[str]] = {}
    for one in findings:
        if one.matter is matter:
            places.setdefault(one.words, []).append(one.place)
    return [f"{', '.join(list(dict.fromkeys(where))[:MOST])}: {words}" for words, where in places.items()]
