"""What the case book keeps for a clinic: who agreed, and the pages that tell of them."""

from __future__ import annotations

from typing import Any

from cms.plugins.api import PluginContext
from tests.plugins_for_tests.case_book.models import Book, CasePage, Consent


def open_book(context: PluginContext) -> None:
    """Give the clinic a book, if it has none."""
    Book.everywhere.get_or_create(clinic_id=context.clinic.id)


def close_book(context: PluginContext) -> None:
    """Take the book of a clinic away in which nobody stands."""
    if not people_of(context):
        Book.objects.for_clinic(context.clinic).delete()


def open_second_book(source: PluginContext, target: PluginContext) -> None:
    """Give a clinic that is set up like another one a book of its own; no consent goes along."""
    open_book(target)


def people_of(context: PluginContext) -> list[str]:
    """Return the people who agreed, by name."""
    return list(
        Consent.objects.for_clinic(context.clinic).order_by("person").values_list("person", flat=True)
    )


def export(context: PluginContext) -> dict[str, Any]:
    """Return the consents of a clinic; its pages are exported with all other pages."""
    rows = Consent.objects.for_clinic(context.clinic).order_by("person").values_list("person", "given_on")
    return {"consents": [{"person": person, "given_on": day.isoformat()} for person, day in rows]}


def restore(context: PluginContext, data: dict[str, Any]) -> None:
    """Leave the clinic with exactly the consents in ``data``."""
    Consent.objects.for_clinic(context.clinic).delete()
    for one in data["consents"]:
        Consent.objects.create(clinic_id=context.clinic.id, **one)


def erase(context: PluginContext, person: str | None) -> int:
    """Forget a person, or everybody: the consents, the names on pages and in every version of them."""
    consents = Consent.objects.for_clinic(context.clinic)
    pages = [page for language in context.clinic.languages for page in _pages(language.home_path)]
    if person is not None:
        consents = consents.filter(person=person)
        pages = [page for page in pages if page.person == person]
    count = consents.count() + len(pages)
    consents.delete()
    for page in pages:
        page.unpublish()
        page.revisions.all().delete()
        CasePage.objects.filter(pk=page.pk).update(person="", story="", title="Erased", draft_title="Erased")
    return count


def _pages(home_path: str) -> list[CasePage]:
    return list(CasePage.objects.filter(path__startswith=home_path).exclude(person=""))
