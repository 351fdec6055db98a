"""A theme on trial: every sheet of the gallery in it, in every language, made once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from cms.gallery.languages import RIGHT_TO_LEFT, languages
from cms.gallery.pages import sheets
from cms.gallery.sheets import Shown, show
from cms.themes.registry import Unusable, installed_themes
from cms.themes.theme import Theme


class UnknownThemeError(LookupError):
    """The kit was asked for a theme that is not installed."""


@dataclass(frozen=True, slots=True)
class Look:
    """One sheet in one language."""

    language: str
    shown: Shown

    @property
    def name(self) -> str:
        """What the author reads: ``home/full in da``."""
        return f"{self.shown.sheet.name} in {self.language}"

    @property
    def is_turned(self) -> bool:
        """Whether it is read from right to left."""
        return self.language == RIGHT_TO_LEFT

    def place_of(self, anchor: str) -> str:
        """Return the specimen with this anchor, the whole sheet if it has none."""
        specimen = self.shown.specimens.get(anchor)
        return f"{specimen} in {self.language}" if specimen else self.name


@dataclass(frozen=True, slots=True, eq=False)
class ThemeTrial:
    """A theme with everything that it shows; ``looks`` are those that can be shown at all."""

    theme: Theme
    every: Sequence[Look]

    @property
    def looks(self) -> Iterator[Look]:
        return (one for one in self.every if one.shown.html)


@cache
def trial_of(name: str) -> ThemeTrial:
    """Return a theme on trial; raises ``UnknownThemeError``, and ``ValueError`` for one that is of no use."""
    theme = installed_theme(name)
    if not isinstance(theme, Theme):
        raise ValueError(theme.problem)
    return ThemeTrial(
        theme, [Look(one.code, show(sheet, name, one)) for one in languages() for sheet in sheets()]
    )


def installed_theme(name: str) -> Theme | Unusable:
    """Return a theme as the host has it, or why it cannot be used; raises ``UnknownThemeError``."""
    themes = installed_themes()
    if name not in themes:
        raise UnknownThemeError(
            f"There is no theme “{name}”. Those that are installed: {', '.join(themes) or 'none'}."
        )
    return themes[name]
