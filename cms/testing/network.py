"""A small network for tests: library pages and clinics, made by the same actions as real ones."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from wagtail.models import Collection, Locale, Page, Site

from cms.clinics.models import Clinic
from cms.editions.models import Edition
from cms.library.models import LibraryIndex, LibraryPage
from cms.onboarding.actions import open_clinic, open_edition
from cms.onboarding.plans import ClinicPlan, SectionPlan
from cms.pages.models import ClinicHome, SectionIndex

SECTIONS = {"en": SectionPlan("Conditions", "conditions"), "da": SectionPlan("Lidelser", "lidelser")}


def block_id(number: int) -> str:
    """Return a readable block id: ``block_id(3)`` is the same in every test."""
    return f"{number:08d}-0000-4000-8000-000000000000"


def text_block(number: int, words: str, *, heading: str = "", policy: str = "open") -> dict[str, Any]:
    """Return a stored text block."""
    value = {"heading": heading or f"Heading {number}", "policy": policy, "body": f"<p>{words}</p>"}
    return {"type": "text", "value": value, "id": block_id(number)}


def make_root() -> Page:
    """Prepare an empty tree with English and Danish, without Wagtail's welcome page and default site."""
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    for code in ("en", "da"):
        Locale.objects.get_or_create(language_code=code)
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    return Page.get_first_root_node() or Page.add_root(title="Root", slug="root")


def make_library_page(
    blocks: Sequence[Mapping[str, Any]],
    *,
    language: str = "en",
    title: str = "Sciatica",
    slug: str = "sciatica",
    version_of: LibraryPage | None = None,
    **fields: Any,
) -> LibraryPage:
    """Publish a library page; ``version_of`` makes it a translation of another one."""
    locale = Locale.objects.get(language_code=language)
    index = LibraryIndex.objects.filter(locale=locale).first()
    if index is None:
        first = LibraryIndex.objects.first()
        index = LibraryIndex(
            title="Library",
            slug=f"library-{language}",
            locale=locale,
            translation_key=first.translation_key if first else uuid.uuid4(),
        )
        make_root().add_child(instance=index) if first is None else first.get_parent().add_child(
            instance=index
        )
    page = LibraryPage(
        title=title,
        slug=slug,
        locale=locale,
        translation_key=version_of.translation_key if version_of else uuid.uuid4(),
        **{"kind": "condition", "summary": f"About {title}.", **fields},
        body=json.dumps(list(blocks)),
    )
    index.add_child(instance=page)
    publish(page)
    return page


def publish(page: Any, **changes: Any) -> None:
    """Change and publish a page; streams are given as lists of stored blocks."""
    for name, value in changes.items():
        setattr(page, name, json.dumps(value) if isinstance(value, list) else value)
    page.save_revision().publish()


def make_clinic(
    slug: str, *, languages: tuple[str, ...] = ("en",), country: str = "US", theme: str = "hudson"
) -> Clinic:
    """Open a clinic at ``<slug>.localhost`` with one section for conditions in each language."""
    return open_clinic(
        ClinicPlan(
            slug=slug,
            name=f"{slug.capitalize()} Clinic",
            hostname=f"{slug}.localhost",
            languages=languages,
            country=country,
            time_zone="Europe/Copenhagen" if country == "DK" else "America/New_York",
            theme=theme,
            sections={code: {"conditions": SECTIONS[code]} for code in languages},
        )
    )


def home_of(clinic: Clinic, language: str = "en") -> ClinicHome:
    """Return a clinic's home page in a language."""
    return ClinicHome.objects.get(clinic_language__clinic=clinic, locale__language_code=language)


def make_edition(
    clinic: Clinic, page: LibraryPage, *, language: str = "en", version_of: Edition | None = None
) -> Edition:
    """Publish an untouched edition in the clinic's section for conditions."""
    section = SectionIndex.objects.descendant_of(home_of(clinic, language)).get()
    return open_edition(section, page, version_of=version_of)
