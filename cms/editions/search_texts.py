"""What visitors find editions by: their effective words, the library's or the clinic's, as they are now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cms.blocks.search_texts import stream_texts
from cms.clinics.records import ClinicRecord
from cms.editions.effective import filled
from cms.editions.resolving.values import EffectiveBlock, EffectiveField, EffectivePage
from cms.editions.sources import Basis, bases_of, local_layer
from cms.library.models import LibraryPage
from cms.locales.search_texts import Passage, SearchText

if TYPE_CHECKING:
    from cms.editions.models import Edition


def edition_search_texts(editions: Sequence[Edition], clinic: ClinicRecord) -> dict[int, SearchText]:
    """Return the words of editions of ``clinic`` by key; those with nothing to show are left out.

    There are no more queries for many editions than for one.
    """
    bases = bases_of(editions, clinic)
    shown = [edition for edition in editions if edition.pk in bases]
    resolved = [_resolved(edition, bases[edition.pk]) for edition in shown]
    bodies = stream_texts(
        LibraryPage._meta.get_field("body").stream_block,
        [[{"type": one.type, "value": one.value, "id": one.id} for one in page.blocks] for page in resolved],
    )
    return {
        edition.pk: _search_text(edition, bases[edition.pk], page, texts)
        for edition, page, texts in zip(shown, resolved, bodies, strict=True)
    }


def _resolved(edition: Edition, basis: Basis) -> EffectivePage:
    return basis.resolve(local_layer(edition, basis.language))


def _search_text(
    edition: Edition, basis: Basis, page: EffectivePage, texts: Sequence[Sequence[str]]
) -> SearchText:
    said = filled({name: page.fields[name].value for name in ("title", "summary")})
    return SearchText(
        title=Passage(said["title"], _other_language(page.fields["title"], basis)),
        url=edition.url,
        summary=Passage(said["summary"], _other_language(page.fields["summary"], basis)),
        passages=tuple(
            Passage(text, _other_language(block, basis))
            for block, found in zip(page.blocks, texts, strict=True)
            for text in found
        ),
        kind=basis.page.kind,
    )


def _other_language(part: EffectiveBlock | EffectiveField, basis: Basis) -> str:
    language = part.provenance.language
    return "" if language == basis.language else language
