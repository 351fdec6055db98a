"""The effective page of an edition, ready for a template: library and local layer, resolved at read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail.images import get_image_model

from cms.blocks.shown import ShownBlock
from cms.blocks.variables import fill_text
from cms.clinics.records import ClinicRecord
from cms.editions.resolving.values import EffectiveBlock, EffectiveField, EffectivePage
from cms.editions.sources import Basis, bases_of, basis_of, field_layer, local_layer
from cms.library.models import LibraryPage
from cms.library.review import ClinicalReview
from cms.locales.cards import Card
from cms.locales.context import current_context

if TYPE_CHECKING:
    from cms.editions.models import Edition

SOURCES = "evidence"
"""The block whose citations are the sources of a page."""


@dataclass(frozen=True, slots=True)
class ShownPage:
    """What the template of an edition shows; languages are set where they differ from the page's."""

    title: str
    summary: str
    hero: Any
    hero_alt: str
    search_title: str
    search_description: str
    kind: str
    language: str
    blocks: tuple[ShownBlock, ...]
    written_by: str
    review: ClinicalReview | None
    resolved: EffectivePage
    title_language: str = ""
    summary_language: str = ""

    @property
    def evidence(self) -> list[ShownBlock]:
        """The blocks that hold the page's sources, for the way to them."""
        return [block for block in self.blocks if block.type == SOURCES]

    @property
    def sources(self) -> int:
        """How many sources the page names."""
        return sum(len(block.bound.value.get("citations") or ()) for block in self.evidence)


def resolve_edition(
    edition: Edition, clinic: ClinicRecord, language: str
) -> tuple[EffectivePage, LibraryPage]:
    """Resolve ``edition`` for ``clinic`` and return it with the library page that it rests on.

    Raises ``NothingToShow`` if the library has no published text in any language of the clinic.
    """
    basis = basis_of(edition, clinic, language)
    return basis.resolve(local_layer(edition, language)), basis.page


def shown_page(edition: Edition, clinic: ClinicRecord, language: str) -> ShownPage:
    """Return what the template shows; raises ``NothingToShow`` as ``resolve_edition`` does."""
    return as_shown(*resolve_edition(edition, clinic, language), language)


def as_shown(resolved: EffectivePage, source: LibraryPage, language: str) -> ShownPage:
    """Return what the template shows of a resolved page that rests on ``source``."""
    fields = filled({name: field.value for name, field in resolved.fields.items()})
    hero = fields["hero"]
    return ShownPage(
        title=fields["title"],
        summary=fields["summary"],
        hero=hero_image(hero, source),
        hero_alt=hero.get("alt") or "",
        search_title=fields["search_title"],
        search_description=fields["search_description"],
        kind=source.kind,
        language="" if resolved.language == language else resolved.language,
        blocks=_shown_blocks(resolved, source, language),
        written_by=source.written_by,
        review=source.review,
        resolved=resolved,
        title_language=_other_language(resolved.fields["title"], language),
        summary_language=_other_language(resolved.fields["summary"], language),
    )


def filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Put the details of the clinic being shown into the fields that are text."""
    here = current_context()
    if here is None:
        return dict(fields)
    return {
        name: fill_text(value, here.variables) if isinstance(value, str) else value
        for name, value in fields.items()
    }


def hero_image(hero: Mapping[str, Any], source: LibraryPage) -> Any:
    """Return the picture; the library's own came with its page and costs no query."""
    return _hero_images([(hero, source)])[0]


def edition_cards(editions: Sequence[Edition], clinic: ClinicRecord) -> dict[int, Card]:
    """Return the cards of editions of ``clinic`` by key; those with nothing to show are left out."""
    found = bases_of(editions, clinic, with_body=False)
    shown = [edition for edition in editions if edition.pk in found]
    sources = [found[edition.pk].page for edition in shown]
    fields = [_card_fields(edition, found[edition.pk]) for edition in shown]
    images = _hero_images([(one["hero"], source) for one, source in zip(fields, sources, strict=True)])
    return {
        edition.pk: Card(
            title=said["title"],
            url=edition.url,
            summary=said["summary"],
            image=image,
            image_alt=said["hero"].get("alt") or "",
            kind=source.kind,
        )
        for edition, said, source, image in zip(shown, fields, sources, images, strict=True)
    }


def _card_fields(edition: Edition, basis: Basis) -> dict[str, Any]:
    resolved = basis.resolve(field_layer(edition, basis.language))
    return filled({name: field.value for name, field in resolved.fields.items()})


def _hero_images(wanted: Sequence[tuple[Mapping[str, Any], LibraryPage]]) -> list[Any]:
    """Return the pictures of several pages; those that came with no library page take one query together."""
    at_hand = {page.hero_id: page.hero for _, page in wanted if "hero" in page._state.fields_cache}
    missing = {hero.get("image") for hero, _ in wanted} - at_hand.keys() - {None}
    if missing:
        at_hand |= get_image_model().objects.in_bulk(list(missing))
    return [at_hand.get(hero.get("image")) if hero.get("image") else None for hero, _ in wanted]


def _shown_blocks(resolved: EffectivePage, source: LibraryPage, language: str) -> tuple[ShownBlock, ...]:
    stream_block = LibraryPage._meta.get_field("body").stream_block
    stream = stream_block.to_python(
        [{"type": block.type, "value": block.value, "id": block.id} for block in resolved.blocks]
    )
    return tuple(
        ShownBlock(
            id=block.id,
            type=block.type,
            bound=bound,
            language=_other_language(block, language),
            origin=block.provenance.origin.value,
        )
        for block, bound in zip(resolved.blocks, stream, strict=True)
    )


def _other_language(part: EffectiveBlock | EffectiveField, language: str) -> str:
    """Return the language of a part that is not in the page's ``language``; empty if it is."""
    return "" if part.provenance.language == language else part.provenance.language
