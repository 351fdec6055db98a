"""What every page of a clinic's site is, whoever defines its type: an address from the clinic's record.

A page type of a plugin builds on this as well, so it knows nothing of what surrounds a page. That is said by
whoever renders sites, with ``surround_pages``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

from django.db import transaction
from django.http import HttpRequest
from wagtail.models import Page

from cms.clinics.pictures import ScopedPageForm
from cms.clinics.records import ClinicRecord, LanguageRecord, clinic_for_page_path
from cms.locales.cards import Card
from cms.locales.context import current_context
from cms.locales.search_texts import Passage, SearchText
from cms.locales.urls import clinic_path

_surroundings: list[Callable[[Page], Mapping[str, Any]]] = []


def surround_pages(function: Callable[[Page], Mapping[str, Any]]) -> None:
    """Add what ``function`` returns for a page to its template's context; call it when the app is ready."""
    if function not in _surroundings:
        _surroundings.append(function)


class ClinicPage(Page):
    """A page of a clinic's website.

    Its address comes from the clinic's record, never from a list of all sites.
    """

    base_form_class = ScopedPageForm

    class Meta:
        abstract = True

    def clinic_and_language(self) -> tuple[ClinicRecord, LanguageRecord] | None:
        """Return the clinic and the language that this page belongs to by its place in the tree."""
        here = current_context()
        if here is not None:
            for language in here.clinic.languages:
                if self.path.startswith(language.home_path):
                    return here.clinic, language
        return clinic_for_page_path(self.path)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        owner = self.clinic_and_language()
        if owner is None:
            return None
        clinic, language = owner
        path = clinic_path(language, self.url_path[len(language.home_url_path) :])
        return clinic.site_id, clinic.root_url, path

    def get_url(self, request: HttpRequest | None = None, current_site: Any = None) -> str | None:
        parts = self.get_url_parts(request)
        if parts is None:
            return None
        site_id, root_url, path = parts
        here = current_context()
        return path if here is not None and here.clinic.site_id == site_id else root_url + path

    url = property(get_url)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        for surround in _surroundings:
            context |= surround(self)
        return context

    def body_blocks(self) -> Sequence[Any]:
        """Return the blocks that visitors are shown, in their order; none for a page without a body.

        Each has a ``type`` and, in ``bound``, the block with its ``value``.
        """
        return ()

    @transaction.atomic
    def publish(self, *args: Any, **kwargs: Any) -> None:
        """Publish or schedule it as a whole: what is kept back in the middle keeps its schedule too."""
        super().publish(*args, **kwargs)

    @classmethod
    def cards(cls, pages: Sequence[Self]) -> dict[int, Card]:
        """Return cards by page id; types with more to show load it here for all pages at once."""
        return {page.pk: Card(page.title, page.url, page.search_description) for page in pages}

    @classmethod
    def search_texts(cls, pages: Sequence[Self]) -> dict[int, SearchText]:
        """Return what visitors find pages by, by page id; types with more to say add it for all at once."""
        return {
            page.pk: SearchText(Passage(page.title), page.url, Passage(page.search_description))
            for page in pages
        }
