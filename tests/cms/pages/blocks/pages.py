"""Pages of a clinic with blocks, and what a visitor reads of them."""

from __future__ import annotations

import json
from typing import Any

from bs4 import BeautifulSoup

from cms.clinics.models import Clinic
from cms.library.models import LibraryPage
from cms.pages.models import ClinicHome, NewsPage, SectionIndex
from cms.testing.network import block_id, home_of, make_edition, make_library_page


def write_home(clinic: Clinic, language: str, *blocks: tuple[str, dict[str, Any]]) -> ClinicHome:
    """Publish a clinic's home page with blocks of these types and values."""
    home = home_of(clinic, language)
    home.body = json.dumps(
        [
            {"type": name, "value": value, "id": block_id(number)}
            for number, (name, value) in enumerate(blocks)
        ]
    )
    home.save_revision().publish()
    return home


def treat(clinic: Clinic, *titles: str, language: str = "en", **fields: Any) -> list[LibraryPage]:
    """Publish a library page and the clinic's edition of it for each title."""
    pages = [
        make_library_page([], language=language, title=title, slug=title.lower().replace(" ", "-"), **fields)
        for title in titles
    ]
    for page in pages:
        make_edition(clinic, page, language=language)
    return pages


def report(clinic: Clinic, title: str, date: str, *, language: str = "en", **fields: Any) -> NewsPage:
    """Publish a piece of news in the clinic's section."""
    section = SectionIndex.objects.descendant_of(home_of(clinic, language)).first()
    page = NewsPage(
        title=title, slug=title.lower().replace(" ", "-"), date=date, summary=f"{title}!", **fields
    )
    section.add_child(instance=page)
    page.save_revision().publish()
    return page


def texts(response: Any, selector: str) -> list[str]:
    """Return the texts of what a CSS selector finds, each in one line."""
    found = BeautifulSoup(response.content, "html.parser").select(selector)
    return [" ".join(one.get_text().split()) for one in found]
