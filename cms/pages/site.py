"""What every page of a clinic's website shows around its content: navigation, languages, places."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language_info
from wagtail.models import Page

from cms.clinics.places import places_of
from cms.clinics.records import LanguageRecord
from cms.locales.context import RequestContext, current_context
from cms.locales.urls import clinic_path
from cms.pages.routing import within
from cms.plugins.pages import shown

SEARCH = "-/search/"


def site_context(page: Page | None = None) -> dict[str, Any]:
    """Return the template context of the clinic being shown; without a clinic only ``here`` (``None``)."""
    here = current_context()
    if here is None:
        return {"here": None}
    published = Page.objects.live().filter(within(here.language), depth=3)
    top_level = list(shown(published, here.clinic.id).order_by("path"))
    versions = _language_versions(here, page)
    return {
        "here": here,
        "site_navigation": [
            {"title": item.title, "url": _url(here.language, item), "is_current": _is_within(page, item)}
            for item in top_level
            if item.show_in_menus
        ],
        "breadcrumbs": _breadcrumbs(here, page, top_level),
        "site_languages": _languages(here, versions),
        "alternates": _alternates(here, versions),
        "search_url": clinic_path(here.language, SEARCH),
        "canonical_url": page.full_url if page is not None else "",
        "locations": places_of(here.clinic),
        "is_fictional": here.clinic.is_fictional,
    }


def _url(language: LanguageRecord, page: Page) -> str:
    return clinic_path(language, page.url_path[len(language.home_url_path) :])


def _is_within(page: Page | None, item: Page) -> bool:
    return page is not None and page.path.startswith(item.path)


def _breadcrumbs(here: RequestContext, page: Page | None, top_level: list[Page]) -> list[dict[str, str]]:
    if page is None or page.path == here.language.home_path:
        return []
    ancestors = [item for item in top_level if _is_within(page, item) and item.pk != page.pk]
    if page.depth > 4:
        ancestors = list(page.get_ancestors().filter(depth__gt=2))
    return [{"title": item.title, "url": _url(here.language, item)} for item in ancestors]


def _language_versions(here: RequestContext, page: Page | None) -> dict[str, str]:
    """Map language codes to the address of this page in that language, for those the clinic has."""
    if page is None or len(here.clinic.languages) == 1:
        return {here.language.code: _url(here.language, page)} if page is not None else {}
    found = Page.objects.live().filter(translation_key=page.translation_key).only("path", "url_path")
    return {
        language.code: _url(language, version)
        for version in found
        for language in here.clinic.languages
        if version.path.startswith(language.home_path)
    }


def _languages(here: RequestContext, versions: dict[str, str]) -> list[dict[str, Any]]:
    if len(here.clinic.languages) == 1:
        return []
    return [
        {
            "code": language.code,
            "name": get_language_info(language.code)["name_local"].capitalize(),
            "url": versions.get(language.code) or clinic_path(language, ""),
            "is_current": language.code == here.language.code,
        }
        for language in here.clinic.languages
    ]


def _alternates(here: RequestContext, versions: dict[str, str]) -> list[dict[str, str]]:
    if len(versions) < 2:
        return []
    return [{"code": code, "url": here.clinic.root_url + url} for code, url in versions.items()]
