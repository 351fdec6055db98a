"""What stands around every page of the gallery: the context that ``cms.pages.site`` gives to real ones."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language_info
from wagtail.models import Page

from cms.gallery.clinic import Sample
from cms.gallery.texts import LONG_WORD

ONE, FEW, MANY = 1, 2, 8
CODES = ("en", "da", "de", "fr", "es", "pl", "tr", "uk")


def around(
    sample: Sample, page: Page | None = None, *, languages: int = FEW, items: int = 4
) -> dict[str, Any]:
    """Return navigation, breadcrumb, languages and places of the invented clinic."""
    titles = [f"Section {number}" for number in range(1, items)] + [LONG_WORD]
    return {
        **without_anything(sample),
        "site_navigation": [
            {"title": sample.said(title), "url": "#main", "is_current": number == 1}
            for number, title in enumerate(titles)
        ],
        "breadcrumbs": [{"title": sample.said(title), "url": "#main"} for title in titles[:2]],
        "site_languages": _languages(sample, languages),
        "locations": sample.locations(),
    }


def without_anything(sample: Sample) -> dict[str, Any]:
    """Return what surrounds the pages of a clinic that has no section, one language and no place yet."""
    return {
        "here": sample.here,
        "site_navigation": [],
        "breadcrumbs": [],
        "site_languages": [],
        "alternates": [],
        "canonical_url": "",
        "search_url": "#main",
        "locations": [],
        "is_fictional": True,
    }


def _languages(sample: Sample, number: int) -> list[dict[str, Any]]:
    codes = dict.fromkeys((sample.language.code, *CODES))
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"].capitalize(),
            "url": "#main",
            "is_current": code == sample.language.code,
        }
        for code in list(codes)[:number]
    ]
