"""What the library has to say about its pages: where they come from, and what was corrected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection as AnyCollection
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Max, QuerySet
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Collection, Revision

from cms.library.models import CorrectedPart, Correction, LibraryPage, Release
from cms.library.parts import blocks_of
from cms.library.translations import Translation, UntranslatedPart, translated_base, untranslated_parts
from cms.library.values import Part

LIBRARY_COLLECTION = "Library"


def library_collection() -> Collection:
    """Return the collection of the library's pictures, making it if this is the first time."""
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=LIBRARY_COLLECTION).first()
    return found or root.add_child(name=LIBRARY_COLLECTION)


def source_page(page: LibraryPage) -> LibraryPage:
    """Return the page that ``page`` was translated from; a source page is its own.

    It is the one in the network's own language, else the oldest of the translations.
    """
    language = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    versions = LibraryPage.objects.filter(translation_key=page.translation_key)
    keys = list(versions.order_by("pk").values_list("pk", "locale__language_code"))
    source = next((key for key, code in keys if code == language), keys[0][0] if keys else page.pk)
    return page if source == page.pk else LibraryPage.objects.select_related("locale").get(pk=source)


def corrections_for(keys: Iterable[Any]) -> dict[str, list[Correction]]:
    """Return the corrections of these library keys, oldest first, with their parts, in two queries.

    Keys without a correction are left out. The keys of the result are strings.
    """
    found: dict[str, list[Correction]] = defaultdict(list)
    rows = (
        Correction.objects.filter(library_key__in=list(keys))
        .select_related("release")
        .prefetch_related("parts")
        .order_by("pk")
    )
    for correction in rows:
        found[str(correction.library_key)].append(correction)
    return dict(found)


def newest_corrections(key: UUID | str) -> dict[str, int]:
    """Return the id of the newest correction that reaches translations, by target: one query."""
    parts = CorrectedPart.objects.filter(correction__library_key=key, correction__reaches_translations=True)
    return {
        target: newest
        for target, newest in parts.values_list("target").annotate(newest=Max("correction")).order_by()
        if newest is not None
    }


def translated_from(page: LibraryPage) -> dict[str, Any]:
    """Return the ``source_base`` with which ``page`` is to be saved; of a source page it is empty."""
    source = source_page(page)
    if source.pk == page.pk:
        return {}
    if not source.live:
        return dict(page.source_base)
    stored = LibraryPage.objects.select_related("latest_revision").get(pk=page.pk)
    latest = stored.latest_revision
    return translated_base(
        page,
        draft=stored.with_content_json(latest.content) if latest else None,
        live=stored if stored.live and stored.live_revision_id else None,
        source=source,
        corrections=newest_corrections(page.translation_key),
    )


def untranslated(page: LibraryPage, source: LibraryPage | None = None) -> tuple[UntranslatedPart, ...]:
    """Return the parts of a translation that its source has changed since they were translated.

    Corrected parts come first. ``source`` may be a draft of the source page: then these are the parts that
    publishing it would leave behind. A source page has none, nor has one whose source nobody can read.
    """
    source = source or source_page(page)
    if source.pk == page.pk or not source.live:
        return ()
    return untranslated_parts(page, source, newest_corrections(page.translation_key))


def translation_of(page: LibraryPage) -> Translation | None:
    """Return the page as a translation; ``None`` for a source page and while the source is not published."""
    source = source_page(page)
    if source.pk == page.pk or not source.live:
        return None
    corrections = newest_corrections(page.translation_key)
    live = LibraryPage.objects.filter(pk=page.pk, live=True, live_revision__isnull=False).first()
    return Translation(
        source=source,
        live=live,
        corrections=corrections,
        waiting=untranslated_parts(page, source, corrections),
    )


def releases_of(pages: AnyCollection[int] | QuerySet[LibraryPage]) -> QuerySet[Release]:
    """Return the releases of pages, newest first, with all that a list of them shows."""
    return (
        Release.objects.filter(page__in=pages)
        .select_related("page__locale", "user", "correction")
        .prefetch_related("correction__parts")
    )


def released_blocks(releases: Iterable[Release]) -> dict[int, list[Part]]:
    """Return the blocks that each release published, by its key, in page order: one query."""
    revisions = {release.pk: release.revision_id for release in releases}
    rows = Revision.objects.filter(pk__in=revisions.values()).values_list("pk", "content")
    body = LibraryPage._meta.get_field("body")
    said = {key: blocks_of(body.to_python(content.get("body") or "")) for key, content in rows}
    return {key: said.get(revision, []) for key, revision in revisions.items()}


def last_released(page: LibraryPage) -> LibraryPage | None:
    """Return ``page`` as it was last published: what is live, else its newest release that is kept."""
    stored: LibraryPage = LibraryPage.objects.get(pk=page.pk)
    if stored.live and stored.live_revision_id:
        return stored
    newest = Release.objects.filter(page=page, revision__isnull=False).select_related("revision").first()
    released: LibraryPage | None = newest.revision.as_object() if newest and newest.revision else None
    return released
