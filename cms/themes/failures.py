"""Which themes failed lately while a page was made, for the admin to say so."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache

REMEMBERED = 24 * 3600  # seconds
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Failure:
    """The last failure of a theme at a clinic: at which path, and what went wrong in one line."""

    path: str
    problem: str


def note_failure(clinic_id: int, theme: str, path: str, error: BaseException) -> None:
    """Remember for a day that a theme failed."""
    failure = Failure(path[:LONGEST], f"{type(error).__name__}: {error}"[:LONGEST])
    cache.set(_key(clinic_id, theme), failure, REMEMBERED)


def last_failure(clinic_id: int, theme: str) -> Failure | None:
    """Return how a theme failed last at a clinic, ``None`` if it did not within a day."""
    found: Failure | None = cache.get(_key(clinic_id, theme))
    return found


def _key(clinic_id: int, theme: str) -> str:
    return f"meridian:theme:failure:{clinic_id}:{theme}"
