"""The pages of a clinic that everybody may open, as lists, searches and sitemaps name them.

Wagtail's ``public()`` reads what is private in the whole installation, so it would grow with the network.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from wagtail.models import Page, PageQuerySet, PageViewRestriction

from cms.clinics.records import LanguageRecord
from cms.pages.routing import LAST_CHILD, within


def open_pages(language: LanguageRecord, model: type[Page] = Page) -> PageQuerySet[Any]:
    """Return a clinic's published pages of a type, in a language, that are private in no way.

    One query to learn what is private, whatever the number of clinics and pages.
    """
    found = model.objects.live().filter(within(language))
    for path in _private_paths(language):
        found = found.exclude(path__startswith=path)
    return found


def _private_paths(language: LanguageRecord) -> Iterator[str]:
    home = language.home_path
    above = [home[:length] for length in range(Page.steplen, len(home), Page.steplen)]
    place = Q(page__path__range=(home, home + LAST_CHILD)) | Q(page__path__in=above)
    yield from PageViewRestriction.objects.filter(place).values_list("page__path", flat=True)
