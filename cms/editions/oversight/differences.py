"""How far a clinic's version is from the library's: for the few decisions that one screen shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cms.clinics.records import ClinicRecord, clinic_for_page_path
from cms.editions.merging.parts import compare, likeness
from cms.editions.merging.values import PartDifference
from cms.editions.models import Edition
from cms.editions.oversight.models import DecisionKind
from cms.editions.oversight.values import DecisionRow
from cms.editions.resolving.values import Add, NothingToShow, Replace, SourceBlock
from cms.editions.sources import basis_of, local_layer


@dataclass(frozen=True, slots=True)
class Shown:
    """A decision with its edition and the words on both sides.

    ``percent`` of the words are the same; ``None`` if there is nothing to compare, which is not “the same”.
    """

    row: DecisionRow
    edition: Edition
    percent: int | None
    differences: tuple[PartDifference, ...]


def shown(rows: Sequence[DecisionRow]) -> tuple[Shown, ...]:
    """Return the rows of a screen with their differences; the cost grows with the rows, so give few."""
    editions = Edition.objects.in_bulk([row.decision.edition_id for row in rows])
    known: dict[tuple[Any, ...], SourceBlock | None] = {}
    return tuple(
        _shown(row, editions[row.decision.edition_id], known)
        for row in rows
        if row.decision.edition_id in editions
    )


def _shown(row: DecisionRow, edition: Edition, known: dict[tuple[Any, ...], SourceBlock | None]) -> Shown:
    decision = row.decision
    own = _own(edition, decision.target, decision.kind)
    if own is None:
        return Shown(row, edition, None, ())
    owner = clinic_for_page_path(edition.path)
    if owner is None:
        return Shown(row, edition, None, ())
    clinic, language = owner
    # Clinics of the same languages are told the same, unless a pointer moves one; then it is looked up.
    place: tuple[Any, ...] = (edition.library_key, clinic.fallback_chain(language.code), decision.target)
    if decision.held_release or row.is_held:
        place = (*place, edition.pk)
    if place not in known:
        known[place] = _library(edition, clinic, language.code, decision.target)
    library = known[place]
    if library is None and decision.kind != DecisionKind.ADD:
        return Shown(row, edition, None, compare(None, own))
    percent = None if decision.kind == DecisionKind.ADD else round(likeness(library, own) * 100)
    return Shown(row, edition, percent, compare(library, own))


def _own(edition: Edition, target: str, kind: str) -> SourceBlock | None:
    """Return what the clinic says, a field as a block of one value; ``None`` for what it hides."""
    layer = local_layer(edition)
    if kind == DecisionKind.FIELD:
        return SourceBlock(target, target, layer.fields[target]) if target in layer.fields else None
    found = (one for one in layer.entries if isinstance(one, (Add, Replace)) and one.id == target)
    return next((one.block for one in found), None)


def _library(edition: Edition, clinic: ClinicRecord, language: str, target: str) -> SourceBlock | None:
    try:
        said = basis_of(edition, clinic, language).said(target)
    except NothingToShow:
        return None
    if said is None or isinstance(said, SourceBlock):
        return said
    return SourceBlock(target, target, said)
