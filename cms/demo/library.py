"""The demo's library: three pages in English and Danish."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from wagtail.models import Locale, Page

from cms.demo.content import LIBRARY_PAGES, StreamWriter, block_id
from cms.demo.pictures import Pictures
from cms.library.models import LibraryIndex, LibraryPage

TITLES = {"en": "Library", "da": "Bibliotek"}
LibraryPages = dict[tuple[str, str], LibraryPage]


def load_library(pictures: Pictures, text_of: Callable[[str, str], dict[str, Any]]) -> LibraryPages:
    """Create the library trees and pages, with what ``text_of`` says for each name and language."""
    root = Page.get_first_root_node()
    indexes: dict[str, LibraryIndex] = {}
    index_key = block_id("library", "index")
    for code, title in TITLES.items():
        locale = Locale.objects.get(language_code=code)
        indexes[code] = LibraryIndex(
            title=title, slug=f"library-{code}", locale=locale, translation_key=index_key
        )
        root.add_child(instance=indexes[code])
    pages = {
        (name, code): _create_page(index, name, text_of(name, code), pictures)
        for name in LIBRARY_PAGES
        for code, index in indexes.items()
    }
    for (name, code), page in pages.items():
        write_text(page, text_of(name, code), pictures, pages)
        page.save_revision().publish()
    return pages


def write_text(page: LibraryPage, text: Mapping[str, Any], pictures: Pictures, pages: LibraryPages) -> None:
    """Put the blocks and the review of ``text`` into ``page``, which is not saved; ``pages`` may be named."""
    stream = LibraryPage._meta.get_field("body").stream_block
    name = next(name for (name, _language), known in pages.items() if known.pk == page.pk)
    locale = page.locale_id
    targets = {other: target.pk for (other, _language), target in pages.items() if target.locale_id == locale}
    body = StreamWriter(stream, pictures.library_ids, targets).write(name, text["blocks"])
    page.body = stream.clean(stream.to_python(body))
    _write_review(page, text["review"])
    page.full_clean()


def _create_page(index: LibraryIndex, name: str, text: Mapping[str, Any], pictures: Pictures) -> LibraryPage:
    """Create the page without its text: pages name each other, so all must exist first."""
    page = LibraryPage(
        title=text["title"],
        slug=text["slug"],
        locale=index.locale,
        translation_key=block_id("library-page", name),
        kind=text["kind"],
        summary=text["summary"],
        seo_title=text["search_title"],
        search_description=text["search_description"],
        hero=pictures.library[text["hero"]],
        hero_alt=text.get("hero_alt", ""),
        live=False,
    )
    return index.add_child(instance=page)


def _write_review(page: LibraryPage, review: Mapping[str, Any]) -> None:
    page.written_by = review.get("written_by", "")
    page.reviewed_by = review.get("reviewed_by", "")
    page.reviewer_credentials = review.get("credentials", "")
    page.reviewed_on = _date(review.get("reviewed_on"))
    page.next_review_on = _date(review.get("next_review_on"))


def _date(value: Any) -> datetime.date | None:
    if not value:
        return None
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)
