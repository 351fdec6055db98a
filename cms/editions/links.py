"""Links to library pages lead to the clinic's own edition of them, or nowhere if the clinic has none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text import LinkHandler

from cms.blocks.links import LinkTarget
from cms.clinics.records import clinic_for_page_path
from cms.editions.models import Edition
from cms.locales.context import RequestContext, current_context
from cms.locales.urls import clinic_path
from cms.pages.routing import within

PAGE_ID = re.compile(r"[0-9]{1,18}")


def edition_targets(pages: Sequence[Page]) -> dict[int, LinkTarget]:
    """Return, by page id, where a link to each library page leads on the clinic being shown: two queries."""
    editions = _editions_here([page.translation_key for page in pages])
    if not editions:
        return {}
    cards = Edition.cards(list(editions.values()))
    targets: dict[int, LinkTarget] = {}
    for page in pages:
        edition = editions.get(str(page.translation_key))
        card = cards.get(edition.pk) if edition else None
        if card is not None:
            targets[page.pk] = LinkTarget(card.title, card.url, card.summary)
    return targets


class ClinicPageLinkHandler(LinkHandler):
    """Writes links to pages in rich text, for all links of a text at once."""

    identifier = "page"

    @staticmethod
    def get_model() -> Any:
        return Page

    @classmethod
    def expand_db_attributes(cls, attrs: Mapping[str, str]) -> str:
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: Sequence[Mapping[str, str]]) -> list[str]:
        ids = [attrs.get("id", "") for attrs in attrs_list]
        known = [pk for pk in ids if PAGE_ID.fullmatch(pk)]
        pages = {str(page.pk): page for page in Page.objects.filter(pk__in=known)}
        urls = _urls(pages)
        return [f'<a href="{escape(urls[pk])}">' if urls.get(pk) else "<a>" for pk in ids]

    @classmethod
    def extract_references(cls, attrs: Mapping[str, str]) -> Iterator[tuple[type[Page], str, str, str]]:
        yield Page, attrs["id"], "", ""


def _urls(pages: Mapping[str, Page]) -> dict[str, str]:
    here = current_context()
    urls = {pk: _own_url(here, page) for pk, page in pages.items()}
    foreign = [page for pk, page in pages.items() if not urls[pk]]
    editions = _editions_here([page.translation_key for page in foreign])
    for page in foreign:
        edition = editions.get(str(page.translation_key))
        urls[str(page.pk)] = edition.url if edition else ""
    return urls


def _own_url(here: RequestContext | None, page: Page) -> str:
    """Return the address of a clinic's page, relative on its own site; empty for pages of the library."""
    if here is not None:
        for language in here.clinic.languages:
            if page.path.startswith(language.home_path):
                return (
                    clinic_path(language, page.url_path[len(language.home_url_path) :]) if page.live else ""
                )
    owner = clinic_for_page_path(page.path)
    if owner is None or not page.live:
        return ""
    clinic, language = owner
    return clinic.root_url + clinic_path(language, page.url_path[len(language.home_url_path) :])


def _editions_here(keys: Iterable[Any]) -> dict[str, Edition]:
    """Return the published editions of these library pages, by key, in the clinic and language shown."""
    here = current_context()
    wanted = list(keys)
    if here is None or not wanted:
        return {}
    found = Edition.objects.live().filter(within(here.language), library_key__in=wanted)
    return {str(edition.library_key): edition for edition in found}
