"""Choices that a higher layer supplies: here a theme is a name, the theme host knows which exist."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Choice = tuple[str, str]


class ThemeChoices:
    """The themes a clinic can choose from; the theme host registers where they come from."""

    def __init__(self) -> None:
        self._sources: list[Callable[[], Iterable[Choice]]] = []

    def register(self, source: Callable[[], Iterable[Choice]]) -> Callable[[], Iterable[Choice]]:
        """Add a function that returns ``(name, title)`` pairs; usable as a decorator."""
        if source not in self._sources:
            self._sources.append(source)
        return source

    def __call__(self) -> list[Choice]:
        """Return every choice, in the order of registration."""
        return [choice for source in self._sources for choice in source()]


theme_choices = ThemeChoices()
