"""What an edition rests on, read from the database in few queries.

Usually that is one query. Only where the library has corrected something, or somebody holds or delays a
release, further ones follow, and no more of them for many editions than for one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet

from cms.clinics.records import ClinicRecord
from cms.editions.basis import Basis, basis_with, make_basis
from cms.editions.resolving.corrections import including
from cms.editions.resolving.lending import correcting_only, correcting_releases
from cms.editions.resolving.values import FIELD_NAMES, Correction, LibraryText, NothingToShow
from cms.editions.rollout.pointers import Pointer, Pointers, pointers, with_pointers
from cms.editions.stored import (
    entry,
    field_layer,
    library_fields,
    library_text,
    local_fields,
    local_layer,
    released_page,
    source_block,
)
from cms.library.models import CorrectedPart, LibraryPage, Release

if TYPE_CHECKING:
    from cms.editions.models import Edition

__all__ = [
    "Basis",
    "bases_of",
    "basis_of",
    "basis_with",
    "corrections_of",
    "entry",
    "field_layer",
    "library_fields",
    "library_text",
    "local_fields",
    "local_layer",
    "published_texts",
    "source_block",
]


def basis_of(edition: Edition, clinic: ClinicRecord, language: str, *, with_body: bool = True) -> Basis:
    """Return what ``edition`` rests on in ``clinic``, whose ``language`` it is in: usually one query.

    Raises ``NothingToShow`` if the library has no published text for it in any language of the clinic.
    """
    shelf = _read([edition], clinic, with_body=with_body)
    basis = shelf.basis(edition, clinic.fallback_chain(language))
    if basis is None:
        raise NothingToShow(str(edition.library_key))
    return basis


def bases_of(
    editions: Sequence[Edition], clinic: ClinicRecord, *, with_body: bool = True
) -> dict[int, Basis]:
    """Return by key what editions of one clinic rest on; those with nothing to show are left out.

    The number of queries does not grow with that of the editions. Without bodies, which lists leave where
    they are, there are no blocks, and corrections of fields alone.
    """
    shelf = _read(editions, clinic, with_body=with_body)
    found: dict[int, Basis] = {}
    for edition in editions:
        language = next((one for one in clinic.languages if edition.path.startswith(one.home_path)), None)
        basis = shelf.basis(edition, clinic.fallback_chain(language.code)) if language else None
        if basis is not None:
            found[edition.pk] = basis
    return found


def corrections_of(keys: Collection[Any], *, fields_only: bool = False) -> dict[str, tuple[Correction, ...]]:
    """Return all corrections of the library pages with these keys, oldest first, by key: one query."""
    parts = CorrectedPart.objects.filter(correction__library_key__in=keys)
    if fields_only:
        parts = parts.filter(target__in=FIELD_NAMES)
    found: dict[str, list[Correction]] = {}
    for part in parts.select_related("correction__release").order_by("correction", "pk"):
        made = part.correction
        one = Correction(
            id=made.pk,
            target=part.target,
            language=made.language,
            reaches_translations=made.reaches_translations,
            reason=made.reason,
            page_id=made.release.page_id,
            release=made.release_id,
        )
        found.setdefault(str(made.library_key), []).append(one)
    return {key: tuple(ones) for key, ones in found.items()}


def published_texts(
    keys: Sequence[Any], languages: Sequence[str], *, with_body: bool = True
) -> dict[str, list[LibraryPage]]:
    """Return the live library pages by key, each list in the order of ``languages``: one query.

    Lists of pages need only the fields; they leave the bodies where they are.
    """
    pages = _live_pages(keys, languages)
    if not with_body:
        pages = pages.defer("body")
    return _by_key(sorted(pages, key=lambda page: languages.index(page.locale.language_code)))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The library pages, corrections and pointers that concern some editions of a clinic."""

    pages: Mapping[str, Sequence[LibraryPage]]
    lenders: Mapping[str, Sequence[LibraryPage]]
    source_bases: Mapping[int, Mapping[str, Any]]
    corrections: Mapping[str, tuple[Correction, ...]]
    pointers: Pointers
    correcting: Mapping[int, Sequence[Release]]
    with_body: bool

    def basis(self, edition: Edition, chain: Sequence[str]) -> Basis | None:
        """Return what ``edition`` rests on; the first language of ``chain`` is its own."""
        key = str(edition.library_key)
        pages = sorted(self.pages.get(key, ()), key=lambda page: chain.index(page.locale.language_code))
        chosen, pointer = self._choose(edition, pages)
        if chosen is None:
            return None
        others = [page for page in (*pages, *self.lenders.get(key, ())) if page.pk != chosen.pk]
        latest = self._text(chosen)
        page, text = self._resting(chosen, latest, pointer)
        corrections = self.corrections.get(key, ())
        return make_basis(
            chain[0],
            chain,
            text,
            page,
            latest=latest,
            others=[self._text(other) for other in others] if corrections else (),
            corrections=corrections,
            pointer=pointer,
            received=self._received([chosen, *others]) if corrections else {},
        )

    def _received(self, pages: Sequence[LibraryPage]) -> dict[int, list[LibraryText]]:
        """Return what lends in place of those ``pages`` whose published text the ring does not show."""
        found: dict[int, list[LibraryText]] = {}
        for page in pages:
            if page.pk not in self.pointers.rings:
                continue
            newest = self.pointers.rings[page.pk]
            reached = [self._released(page, newest)] if newest else []
            corrections = self.corrections[str(page.translation_key)]
            found[page.pk] = reached + [
                correcting_only(self._released(page, release), corrections, release.pk)
                for release in self.correcting.get(page.pk, ())
            ]
        return found

    def _choose(
        self, edition: Edition, pages: Sequence[LibraryPage]
    ) -> tuple[LibraryPage | None, Pointer | None]:
        """Return the page that the edition is held at, else the first that its ring has received."""
        found = [(page, self.pointers.of(edition.pk, page.pk)) for page in pages]
        held = [one for one in found if one[1] is not None and one[1].is_hold]
        reached = [one for one in found if one[1] is None or one[1].release is not None]
        return next(iter((*held, *reached)), (None, None))

    def _resting(
        self, chosen: LibraryPage, latest: LibraryText, pointer: Pointer | None
    ) -> tuple[LibraryPage, LibraryText]:
        release = pointer.release if pointer else None
        if release is None or release.revision_id in {None, chosen.live_revision_id}:
            return chosen, latest
        page = released_page(chosen, release)
        return page, self._text(page, page.source_base, release.pk)

    def _released(self, live: LibraryPage, release: Release) -> LibraryText:
        page = released_page(live, release)
        return self._text(page, page.source_base, release.pk)

    def _text(
        self, page: LibraryPage, source_base: Mapping[str, Any] | None = None, release: int | None = None
    ) -> LibraryText:
        text = library_text(page, page.locale.language_code, with_body=self.with_body)
        corrections = self.corrections.get(text.key)
        if not corrections:
            return text
        known = self.source_bases.get(page.pk) if source_base is None else source_base
        return including(text, corrections, known, release)


def _read(editions: Sequence[Edition], clinic: ClinicRecord, *, with_body: bool) -> _Shelf:
    keys = {edition.library_key for edition in editions}
    edition_ids = [edition.pk for edition in editions if edition.pk]
    languages = clinic.fallback_chain(clinic.main_language)
    hidden = ["source_base"] if with_body else ["source_base", "body"]
    found = list(
        with_pointers(_live_pages(keys, languages), clinic.id, edition_ids)
        .annotate(is_corrected=Exists(_corrected(with_body=with_body)))
        .defer(*hidden)
    )
    corrected = {page.translation_key for page in found if page.is_corrected}
    corrections = corrections_of(corrected, fields_only=not with_body) if corrected else {}
    lenders = list(with_pointers(_lenders(corrections, found, hidden), clinic.id, edition_ids))
    pointed = pointers([*found, *lenders], clinic.id, edition_ids)
    return _Shelf(
        pages=_by_key(found),
        lenders=_by_key(lenders),
        source_bases=_source_bases(corrections, [*found, *lenders]),
        corrections=corrections,
        pointers=pointed,
        correcting=_correcting(corrections, pointed),
        with_body=with_body,
    )


def _live_pages(keys: Collection[Any], languages: Collection[str]) -> QuerySet[LibraryPage]:
    pages: QuerySet[LibraryPage] = LibraryPage.objects.live().filter(
        translation_key__in=keys, locale__language_code__in=languages
    )
    return pages.select_related("locale", "hero")


def _corrected(*, with_body: bool) -> QuerySet[CorrectedPart]:
    parts = CorrectedPart.objects.filter(correction__library_key=OuterRef("translation_key"))
    return parts if with_body else parts.filter(target__in=FIELD_NAMES)


def _lenders(
    corrections: Mapping[str, Iterable[Correction]], found: Sequence[LibraryPage], hidden: Sequence[str]
) -> QuerySet[LibraryPage]:
    """Return the pages whose corrections reach every language, though the clinic does not speak theirs."""
    made_on = {one.page_id for ones in corrections.values() for one in ones if one.reaches_translations}
    missing = made_on - {page.pk for page in found}
    pages: QuerySet[LibraryPage] = LibraryPage.objects.filter(pk__in=missing)
    return pages.select_related("locale", "hero").defer(*hidden).order_by("pk")


def _correcting(
    corrections: Mapping[str, Iterable[Correction]], pointed: Pointers
) -> dict[int, list[Release]]:
    """Return by page the releases whose corrections show although the clinic's ring does not have them."""
    every = [one for ones in corrections.values() for one in ones]
    reached = {page: release.pk for page, release in pointed.rings.items() if release is not None}
    numbers = correcting_releases(pointed.rings.keys(), every, reached)
    if not numbers:
        return {}
    wanted = [number for ones in numbers.values() for number in ones]
    rows = Release.objects.filter(pk__in=wanted, revision__isnull=False).select_related("revision")
    found: dict[int, list[Release]] = {}
    for release in rows.order_by("pk"):
        found.setdefault(release.page_id, []).append(release)
    return found


def _source_bases(
    corrections: Mapping[str, Iterable[Correction]], pages: Sequence[LibraryPage]
) -> dict[int, Mapping[str, Any]]:
    """Return what the translations among ``pages`` say that their sources said."""
    made_elsewhere = [
        page.pk
        for page in pages
        if any(
            one.reaches_translations and one.page_id != page.pk
            for one in corrections.get(str(page.translation_key), ())
        )
    ]
    if not made_elsewhere:
        return {}
    rows = LibraryPage.objects.filter(pk__in=made_elsewhere).values_list("pk", "source_base")
    return dict(rows)


def _by_key(pages: Iterable[LibraryPage]) -> dict[str, list[LibraryPage]]:
    found: dict[str, list[LibraryPage]] = {}
    for page in pages:
        found.setdefault(str(page.translation_key), []).append(page)
    return found
