"""What an edition rests on: the library's text for it, and what is needed to bring that up to date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cms.editions.resolving.bases import block_base, field_base, rebase
from cms.editions.resolving.corrections import Said, correct, including
from cms.editions.resolving.lending import Received
from cms.editions.resolving.resolver import resolve_said
from cms.editions.resolving.values import (
    FIELD_NAMES,
    Base,
    BaseValue,
    Correction,
    EffectivePage,
    Entry,
    LibraryText,
    LocalLayer,
    SourceBlock,
)
from cms.editions.rollout.pointers import Pointer
from cms.library.models import LibraryPage, Release


@dataclass(frozen=True, slots=True)
class Basis:
    """What one edition in ``language`` rests on.

    ``text`` is the library text that was chosen, as it stands; ``library`` what the library says once every
    correction is in it. ``latest`` is the published text of the same page; it is ``text`` itself unless
    ``pointer`` names an earlier release. ``others`` are the further published texts that corrected parts may
    come from, the clinic's fallback chain first. ``received`` names what lends in place of a published text
    that the clinic's ring does not show. ``page`` is the library page that ``text`` was read from.
    """

    language: str
    chain: tuple[str, ...]
    text: LibraryText
    latest: LibraryText
    others: tuple[LibraryText, ...]
    corrections: tuple[Correction, ...]
    pointer: Pointer | None
    page: LibraryPage
    library: Said
    received: Received = field(default_factory=dict)

    @property
    def is_fallback(self) -> bool:
        """Whether the library lacks the edition's language, so that another one serves."""
        return self.text.language != self.language

    @property
    def held_release(self) -> Release | None:
        """The release that a hold or a ring keeps the edition at; ``None`` if it follows the live text."""
        return self.pointer.release if self.pointer else None

    @property
    def is_held(self) -> bool:
        """Whether the clinic itself holds the edition at a release."""
        return self.pointer is not None and self.pointer.is_hold

    def resolve(self, local: LocalLayer) -> EffectivePage:
        """Return the effective page of an edition that stores ``local``."""
        return resolve_said(self.library, local, is_fallback=self.is_fallback)

    def said(self, target: str) -> Any:
        """Return what the library says now, corrected: a block, or the value of a field; ``None`` if gone."""
        if target in FIELD_NAMES:
            return self.library.text.fields.get(target)
        return self.block(target)

    def block(self, target: str) -> SourceBlock | None:
        """Return the library's block with this id as it says it now, corrected; ``None`` if it is gone."""
        return next((one for one in self.library.text.blocks if one.id == target), None)

    def correction(self, target: str) -> int:
        """Return the newest correction of ``target`` that a decision made now knows of, 0 if none."""
        return self.library.corrections.get(target, 0)

    def base_value(self, target: str) -> BaseValue:
        """Return the base of a decision about ``target`` made now; an empty one if the block is gone."""
        text, correction = self._source(target), self.correction(target)
        if target in FIELD_NAMES:
            return field_base(target, self.said(target), text, correction)
        return block_base(self.block(target), text, correction)

    def rebase(
        self, base: Base, entries: Iterable[Entry], fields: Iterable[str], order: Sequence[str]
    ) -> Base:
        """Return the base to store with these decisions; see ``resolving.bases.rebase``."""
        return rebase(base, entries, fields, self.library.text, order, self.library.corrections)

    def _source(self, target: str) -> LibraryText:
        return self.library.givers.get(target, self.text)


def make_basis(
    language: str,
    chain: Sequence[str],
    text: LibraryText,
    page: LibraryPage,
    *,
    latest: LibraryText | None = None,
    others: Sequence[LibraryText] = (),
    corrections: Sequence[Correction] = (),
    pointer: Pointer | None = None,
    received: Received | None = None,
) -> Basis:
    """Return the basis of an edition in ``language``; ``chain`` is the order of languages to fall back on."""
    now = latest or text
    live = None if now is text else now
    lent = received or {}
    library = correct(text, others, corrections, language=language, live=live, received=lent)
    return Basis(
        language, tuple(chain), text, now, tuple(others), tuple(corrections), pointer, page, library, lent
    )


def basis_with(
    basis: Basis,
    new_text: LibraryText,
    corrections: Sequence[Correction] = (),
    source_base: Mapping[str, Any] | None = None,
) -> Basis:
    """Return what ``basis`` would be if ``new_text`` were published with ``corrections`` of its own.

    ``corrections`` name the parts that the release would correct, under an id greater than any there is and
    with ``new_text.page_id``; ``source_base`` is that of the page if it is a translation. An edition that is
    held stays on its release. It is tried out as received by the clinic, whatever the ring has of the page
    now. ``page`` stays the published page, since a text that is tried out has none.
    """
    every = (*basis.corrections, *corrections)
    new = including(new_text, every, source_base)
    live = [new if one.page_id == new.page_id else one for one in (basis.latest, *basis.others)]
    if new.page_id not in {one.page_id for one in live}:
        live.append(new)
    ranks = {code: rank for rank, code in enumerate(basis.chain)}
    live.sort(key=lambda one: ranks.get(one.language, len(ranks)))
    speaking = [one for one in live if one.language in ranks]
    chosen = speaking[0] if basis.pointer is None and speaking else basis.text
    latest = next((one for one in live if one.page_id == chosen.page_id), chosen)
    others = [one for one in live if one.page_id != chosen.page_id]
    return make_basis(
        basis.language,
        basis.chain,
        chosen,
        basis.page,
        latest=latest,
        others=others,
        corrections=every,
        pointer=basis.pointer,
        received={key: texts for key, texts in basis.received.items() if key != new.page_id},
    )
