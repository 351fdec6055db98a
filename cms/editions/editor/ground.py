"""What an edition stands on while it is edited: its clinic, and what the library says to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cms.clinics.records import ClinicRecord, LanguageRecord, clinic_for_page_path
from cms.editions.resolving.values import LibraryText, NothingToShow
from cms.editions.sources import Basis, basis_of
from cms.library.models import LibraryPage

if TYPE_CHECKING:
    from cms.editions.models import Edition


@dataclass(frozen=True, slots=True)
class Ground:
    """Clinic, language, and the basis in the library."""

    clinic: ClinicRecord
    language: LanguageRecord
    basis: Basis

    @property
    def page(self) -> LibraryPage:
        """The library page that serves."""
        return self.basis.page

    @property
    def text(self) -> LibraryText:
        """What the library says to this edition, with every correction in it."""
        return self.basis.library.text


def ground_of(edition: Edition, path: str = "") -> Ground | None:
    """Return what ``edition`` stands on, or will at the tree path ``path``; ``None`` if the library has
    nothing.
    """
    owner = clinic_for_page_path(path or edition.path)
    if owner is None or not edition.library_key:
        return None
    clinic, language = owner
    try:
        return Ground(clinic, language, basis_of(edition, clinic, language.code))
    except NothingToShow:
        return None
