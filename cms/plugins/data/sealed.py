"""The content of plugins that are not loaded, as it lies in a clinic's pages: nobody else can read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail.models import Page

from cms.clinics.records import ClinicRecord
from cms.plugins.declaration import BETWEEN
from cms.plugins.leaving.places import stored_streams
from cms.plugins.leaving.stored import parsed
from cms.plugins.leaving.uses import uses
from cms.plugins.registry import registry


def sealed_content(clinic: ClinicRecord) -> dict[str, list[dict[str, Any]]]:
    """Return the blocks of plugins that are not loaded, by plugin: where each is, and its raw JSON."""
    found: dict[str, list[dict[str, Any]]] = {}
    for page in _pages(clinic):
        for is_draft, name, raw in _streams(page):
            for block in _sealed_in(raw):
                place = {"page": page.pk, "field": name, "draft": is_draft, "block": block}
                found.setdefault(_plugin_of(block), []).append(place)
    return found


def _pages(clinic: ClinicRecord) -> Iterator[Page]:
    trees = [language.home_path for language in clinic.languages]
    for use in uses("", trees):
        if any(name.partition(BETWEEN)[0] not in registry.loaded for name in use.types):
            yield Page.objects.get(pk=use.page).specific


def _streams(page: Page) -> Iterator[tuple[bool, str, Any]]:
    """Yield what is stored in the streams of a page, and in those of its newest draft."""
    names = stored_streams(type(page))
    for name in names:
        yield False, name, parsed(page._meta.get_field(name).value_to_string(page))
    if page.has_unpublished_changes and page.latest_revision:
        for name in names:
            yield True, name, parsed(page.latest_revision.content.get(name))


def _sealed_in(raw: Any) -> Iterator[dict[str, Any]]:
    """Yield the outermost blocks of plugins that are not loaded, on every level."""
    if isinstance(raw, dict):
        if _is_sealed(raw):
            yield raw
            return
        raw = list(raw.values())
    for part in raw if isinstance(raw, list) else ():
        yield from _sealed_in(part)


def _is_sealed(raw: dict[str, Any]) -> bool:
    name = raw.get("type")
    return (
        isinstance(name, str)
        and BETWEEN in name
        and "value" in raw
        and _plugin_of(raw) not in registry.loaded
    )


def _plugin_of(block: dict[str, Any]) -> str:
    return str(block["type"]).partition(BETWEEN)[0]
