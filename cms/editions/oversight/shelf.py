"""What the library says to every edition of the network, from a few queries, whatever the network's size.

Clinics are sorted into classes: those with the same languages in the same ring are told the same. So what has
to be worked out is one thing per class, language, library page and held release, and not per clinic.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone

from cms.clinics.models import ClinicLanguage
from cms.editions.oversight.standing import Library, PartIndex, indexed_text
from cms.editions.oversight.texts import ClinicClass, Released, Text
from cms.editions.resolving.corrections import Said, correct, including
from cms.editions.resolving.lending import correcting_only, correcting_releases
from cms.editions.resolving.values import Correction, LibraryText
from cms.editions.rollout.models import Ring, RingMember, RingStep
from cms.editions.sources import corrections_of
from cms.editions.stored import released_page
from cms.library.models import LibraryPage, LibraryPart, Release
from cms.library.parts import parts_of

CACHED_RELEASE = "meridian:oversight:released:{}"
CACHE_SECONDS = 7 * 24 * 3600


@dataclass(slots=True)
class Shelf:
    """The library's texts as every class of clinics gets them. Make it with ``read_shelf``."""

    texts: Mapping[UUID, Sequence[Text]]
    classes: Sequence[ClinicClass]
    class_of: Mapping[int, int]
    passed_over: Mapping[int, Mapping[int, Released | None]]
    correcting: Mapping[int, Sequence[int]]
    corrections: Mapping[str, tuple[Correction, ...]]
    source_bases: Mapping[int, Mapping[str, Any]]
    parts: dict[int, list[PartIndex]] = field(default_factory=dict)
    releases: dict[int, Released] = field(default_factory=dict)
    released: dict[int, tuple[list[PartIndex], Mapping[str, Any]]] = field(default_factory=dict)
    libraries: dict[tuple[Any, ...], Library | None] = field(default_factory=dict)

    @property
    def corrected_targets(self) -> set[tuple[str, str]]:
        """Every part that was ever corrected, as pairs of key and target."""
        return {(key, one.target) for key, ones in self.corrections.items() for one in ones}

    def prepare(self, keys: Collection[UUID], held: Collection[int]) -> None:
        """Read the parts of the pages with these keys, and of these releases: at most three queries."""
        pages = {text.page_id for key in keys for text in self.texts.get(key, ())} - self.parts.keys()
        for page_id in pages:
            self.parts[page_id] = []
        rows = LibraryPart.objects.filter(page__in=pages).order_by("page", "position", "pk")
        for page_id, target, said, policy, position in rows.values_list(
            "page", "target", "digest", "policy", "position"
        ):
            self.parts[page_id].append(PartIndex(target, said, policy, position < 0))
        correcting = {one for page_id in pages for one in self.correcting.get(page_id, ())}
        wanted = {*held, *correcting} - self.releases.keys()
        for pk, page_id, revision in Release.objects.filter(pk__in=wanted).values_list(
            "pk", "page", "revision"
        ):
            self.releases[pk] = Released(pk, page_id, revision)
        of_rings = {
            one.pk: one for rings in self.passed_over.values() for one in rings.values() if one is not None
        }
        self.releases |= of_rings
        self._read_released({*wanted, *of_rings} - self.released.keys())

    def library(self, key: UUID, language: str, clinic_class: int, held: int | None) -> Library | None:
        """Return what the library says to an edition of such a clinic; ``None`` if it says nothing.

        ``prepare`` must have been called with the key, and with ``held``, the release that it is held at.
        """
        where = (key, language, clinic_class, held)
        if where not in self.libraries:
            self.libraries[where] = self._library(*where)
        return self.libraries[where]

    def _library(self, key: UUID, language: str, clinic_class: int, held: int | None) -> Library | None:
        group = self.classes[clinic_class]
        chain = group.chain(language)
        texts = self.texts.get(key, ())
        pages = sorted(
            (text for text in texts if text.is_live and text.language in chain),
            key=lambda text: chain.index(text.language),
        )
        chosen, release = self._choose(pages, group.ring, self.releases.get(held) if held else None)
        if chosen is None:
            return None
        corrections = self.corrections.get(str(key), ())
        if not corrections:
            text = self._text(chosen) if release is None else self._released_text(chosen, release)
            return Library.of(Said(text), is_held=release is not None)
        latest = self._text(chosen, corrections)
        text = latest if release is None else self._released_text(chosen, release, corrections)
        made_on = {one.page_id for one in corrections}
        lenders = [one for one in texts if one not in pages and one.page_id in made_on]
        others = [self._text(one, corrections) for one in (*pages, *lenders) if one.page_id != chosen.page_id]
        said = correct(
            text,
            others,
            corrections,
            language=language,
            live=None if release is None else latest,
            received=self._received([chosen, *pages, *lenders], group.ring, corrections),
        )
        return Library.of(said, is_held=release is not None)

    def _received(
        self, texts: Iterable[Text], ring: int | None, corrections: Sequence[Correction]
    ) -> dict[int, list[LibraryText]]:
        """Return what lends in place of those ``texts`` that the ring does not show."""
        found: dict[int, list[LibraryText]] = {}
        for text in texts:
            passed = self.passed_over.get(text.page_id, {})
            if ring is None or ring not in passed:
                continue
            reached = passed[ring]
            newest = reached.pk if reached else 0
            later = [self.releases[one] for one in self.correcting.get(text.page_id, ()) if one > newest]
            found[text.page_id] = [self._released_text(text, reached, corrections)] if reached else []
            found[text.page_id] += [
                correcting_only(self._released_text(text, one, corrections), corrections, one.pk)
                for one in later
                if one.revision is not None
            ]
        return found

    def _choose(
        self, pages: Sequence[Text], ring: int | None, held: Released | None
    ) -> tuple[Text | None, Released | None]:
        """Return the text that serves, and the earlier release of it that shows, if it is one."""
        for page in pages:
            if held is not None and held.page_id == page.page_id:
                return page, self._earlier(page, held)
        for page in pages:
            passed = self.passed_over.get(page.page_id, {})
            if ring is None or ring not in passed:
                return page, None
            reached = passed[ring]
            if reached is not None:
                return page, self._earlier(page, reached)
        return None, None

    def _earlier(self, page: Text, release: Released) -> Released | None:
        return None if release.revision in {None, page.revision} else release

    def _text(self, text: Text, corrections: Iterable[Correction] = ()) -> LibraryText:
        made = indexed_text(
            text.page_id, str(text.key), text.language, text.revision, self.parts.get(text.page_id, ())
        )
        return including(made, corrections, self.source_bases.get(text.page_id))

    def _released_text(
        self, text: Text, release: Released, corrections: Iterable[Correction] = ()
    ) -> LibraryText:
        parts, source_base = self.released.get(release.pk, ([], {}))
        made = indexed_text(text.page_id, str(text.key), text.language, release.revision, parts)
        return including(made, corrections, source_base, release.pk)

    def _read_released(self, ids: Collection[int]) -> None:
        """Read what releases said. It never changes, so it is kept in the cache."""
        if not ids:
            return
        known = cache.get_many([CACHED_RELEASE.format(pk) for pk in ids])
        for pk in ids:
            if found := known.get(CACHED_RELEASE.format(pk)):
                rows, source_base = found
                self.released[pk] = [PartIndex._make(row) for row in rows], source_base
        missing = Release.objects.filter(pk__in=set(ids) - self.released.keys(), revision__isnull=False)
        new = {}
        for release in missing.select_related("revision").iterator(chunk_size=100):
            page = released_page(LibraryPage(), release)
            rows = [
                PartIndex(part.target, part.digest, part.policy, part.is_field)
                for part in parts_of(page).values()
            ]
            self.released[release.pk] = (rows, _corrections_known(page.source_base))
            # Plain tuples are read back from the cache in a tenth of the time.
            new[CACHED_RELEASE.format(release.pk)] = (
                [tuple(row) for row in rows],
                self.released[release.pk][1],
            )
        cache.set_many(new, CACHE_SECONDS)


def read_shelf(keys: Collection[UUID] | None = None) -> Shelf:
    """Read what there is about library pages, clinics, rings and corrections: at most eight queries."""
    texts = _texts(keys)
    classes, class_of = _classes()
    every = {text.page_id: text for group in texts.values() for text in group}
    corrections = corrections_of(list(texts))
    corrected = [text.page_id for key in corrections for text in texts.get(UUID(key), ())]
    passed_over = _passed_over(every)
    bases = LibraryPage.objects.filter(pk__in=corrected).exclude(source_base={})
    return Shelf(
        texts=texts,
        classes=classes,
        class_of=class_of,
        passed_over=passed_over,
        correcting=correcting_releases(
            passed_over.keys(), [one for ones in corrections.values() for one in ones], {}
        ),
        corrections=corrections,
        source_bases={pk: _corrections_known(base) for pk, base in bases.values_list("pk", "source_base")},
    )


def _texts(keys: Collection[UUID] | None) -> dict[UUID, list[Text]]:
    pages = LibraryPage.objects.filter(Q(live=True) | Q(releases__correction__isnull=False)).distinct()
    if keys is not None:
        pages = pages.filter(translation_key__in=keys)
    found: dict[UUID, list[Text]] = defaultdict(list)
    for pk, key, code, revision, title, live in pages.order_by("pk").values_list(
        "pk", "translation_key", "locale__language_code", "live_revision", "title", "live"
    ):
        found[key].append(Text(pk, key, code, revision, title, live))
    return dict(found)


def _classes() -> tuple[list[ClinicClass], dict[int, int]]:
    """Return the classes, and which of them each clinic is in."""
    rings: dict[int, int] = dict(RingMember.everywhere.values_list("clinic", "ring"))
    default = Ring.objects.filter(is_default=True).values_list("pk", flat=True).first()
    languages: dict[int, list[str]] = {}
    rows = ClinicLanguage.everywhere.order_by("clinic", "position", "pk")
    for clinic, code, main in rows.values_list("clinic", "language_code", "clinic__main_language"):
        languages.setdefault(clinic, [main]).append(code)
    numbers: dict[ClinicClass, int] = {}
    class_of = {
        clinic: numbers.setdefault(
            ClinicClass(tuple(dict.fromkeys(codes)), rings.get(clinic, default)), len(numbers)
        )
        for clinic, codes in languages.items()
    }
    return list(numbers), class_of


def _passed_over(texts: Mapping[int, Text]) -> dict[int, dict[int, Released | None]]:
    """Return for each page whose live release a ring does not show, by ring, the release that it shows."""
    closed: dict[int, set[int]] = defaultdict(set)
    pages: dict[int, set[int]] = defaultdict(set)
    steps = RingStep.objects.filter(Q(starts_at__gt=timezone.now()) | Q(rolled_back_at__isnull=False))
    for ring, release, page, revision in steps.values_list(
        "ring", "release", "release__page", "release__revision"
    ):
        closed[ring].add(release)
        if page in texts and texts[page].revision == revision:
            pages[page].add(ring)
    if not pages:
        return {}
    rows = Release.objects.filter(page__in=list(pages), revision__isnull=False).order_by("-pk")
    by_page: dict[int, list[Released]] = defaultdict(list)
    for pk, page, revision in rows.values_list("pk", "page", "revision"):
        by_page[page].append(Released(pk, page, revision))
    return {
        page: {
            ring: next((one for one in by_page[page] if one.pk not in closed[ring]), None) for ring in rings
        }
        for page, rings in pages.items()
    }


def _corrections_known(source_base: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of a translation's ``source_base`` what corrections ask for."""
    return {
        target: {"correction": known.get("correction", 0)}
        for target, known in source_base.items()
        if isinstance(known, Mapping)
    }
