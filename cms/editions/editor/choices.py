"""What a new edition can follow: the published pages of the library."""

from __future__ import annotations

from collections.abc import Sequence

from cms.library.models import LibraryPage

Choices = list[tuple[str, str]]


def library_page_choices(chain: Sequence[str], taken: set[str]) -> Choices:
    """Return the published library pages by key and title, each in the first language of ``chain`` it has."""
    pages = LibraryPage.objects.live().filter(locale__language_code__in=chain).select_related("locale")
    titles: dict[str, str] = {}
    for page in sorted(pages.defer("body"), key=lambda page: chain.index(page.locale.language_code)):
        titles.setdefault(str(page.translation_key), page.title)
    offered = [(key, title) for key, title in titles.items() if key not in taken]
    return sorted(offered, key=lambda choice: choice[1])
