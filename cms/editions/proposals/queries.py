"""What clinics offered to the library, what they could offer, and whether the library moved since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from cms.clinics.queries import clinics_of
from cms.editions.models import Proposal
from cms.editions.proposals.values import Kind, Movement, Offer, movement
from cms.editions.resolving.values import FIELD_NAMES, Add, BaseValue, Replace, SourceBlock
from cms.editions.sources import library_fields, local_layer, source_block
from cms.library.models import LibraryPage

if TYPE_CHECKING:
    from cms.editions.models import Edition

RELEASE = "library.release_librarypage"
ACCEPT = "editions.accept_edition"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A proposal beside what the library says now; ``said`` is ``None`` where it says nothing."""

    offer: Offer
    said: SourceBlock | None
    movement: Movement


def may_release(user: Any) -> bool:
    """Whether the user decides about proposals."""
    return bool(user.has_perm(RELEASE))


def may_propose(user: Any) -> bool:
    """Whether the user may offer a clinic's words, if of a clinic that the user works for."""
    return bool(user.has_perm(ACCEPT))


def open_proposals() -> QuerySet[Proposal]:
    """Return what waits for the library, of every clinic: for people who may release."""
    return _with_pages(Proposal.everywhere.filter(state=Proposal.State.OPEN))


def decided_proposals() -> QuerySet[Proposal]:
    """Return what was accepted, declined or withdrawn, of every clinic, the newest first."""
    return _with_pages(Proposal.everywhere.exclude(state=Proposal.State.OPEN))


def proposals_of(user: Any) -> QuerySet[Proposal]:
    """Return the proposals of the clinics that the user works for, the newest first."""
    return _with_pages(Proposal.everywhere.filter(clinic__in=clinics_of(user).values("pk")))


def library_page_for(edition: Edition) -> LibraryPage | None:
    """Return the published library page in the edition's own language, the one it can propose to."""
    pages = LibraryPage.objects.live().filter(
        translation_key=edition.library_key, locale_id=edition.locale_id
    )
    found: LibraryPage | None = pages.select_related("locale").first()
    return found


def offers_of(edition: Edition) -> tuple[Offer, ...]:
    """Return everything that the published ``edition`` says in words of its own, in the order of the page."""
    layer = local_layer(edition)
    fields = (
        Offer(name, Kind.FIELD, SourceBlock(name, name, layer.fields[name]), layer.base.fields.get(name))
        for name in FIELD_NAMES
        if name in layer.fields
    )
    blocks = (
        Offer(entry.target, Kind.BLOCK, entry.block, layer.base.blocks.get(entry.target))
        if isinstance(entry, Replace)
        else Offer(entry.id, Kind.ADDED, entry.block)
        for entry in layer.entries
        if isinstance(entry, (Add, Replace))
    )
    return (*fields, *blocks)


def offer_of(proposal: Proposal) -> Offer:
    """Return what the clinic offered, in the words of that day."""
    return Offer.from_json(proposal.target, proposal.value, proposal.base)


def compared(proposal: Proposal, page: LibraryPage) -> Comparison:
    """Return the proposal beside the present words of ``page``, the published library page."""
    offer = offer_of(proposal)
    said = said_by(page, offer)
    return Comparison(offer, said, movement(offer, said))


def said_by(page: LibraryPage, offer: Offer) -> SourceBlock | None:
    """Return what ``page`` says in the part that the offer is about."""
    if offer.kind is Kind.FIELD:
        return SourceBlock(offer.target, offer.target, library_fields(page)[offer.target])
    blocks = (source_block(raw) for raw in page.body.get_prep_value())
    return next((block for block in blocks if block.id == offer.target), None)


def base_words(base: BaseValue, target: str) -> SourceBlock:
    """Return the library's words that a clinic's version rests on."""
    return SourceBlock(target, base.type, base.value)


def _with_pages(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    return proposals.select_related(
        "clinic", "library_page", "library_page__locale", "edition", "proposed_by", "decided_by"
    )
