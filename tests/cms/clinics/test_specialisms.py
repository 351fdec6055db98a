"""What a practitioner treats, when the page that names it disappears in one language."""

from __future__ import annotations

import pytest
from wagtail.models import Page

from cms.clinics.models import Practitioner, Specialism
from tests.cms.clinics.factories import add_practitioner, home_page, open_clinic

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Practitioner:
    return add_practitioner(open_clinic())


@pytest.fixture
def pages() -> list[Page]:
    """A page in English and in Danish, each in its own tree."""
    english = home_page("library").add_child(instance=Page(title="Sciatica", slug="sciatica"))
    tree = home_page("library-da", "da")
    danish = Page(title="Iskias", slug="iskias", locale=tree.locale, translation_key=english.translation_key)
    return [english, tree.add_child(instance=danish)]


def treats(person: Practitioner, *subjects: Page) -> None:
    for subject in subjects:
        Specialism.objects.create(practitioner=person, subject=subject)


def subjects_of(person: Practitioner) -> list[str]:
    return [row.subject.title for row in Specialism.everywhere.filter(practitioner=person)]


def test_specialism_follows_the_language_that_stays(person: Practitioner, pages: list[Page]) -> None:
    treats(person, pages[0])
    pages[0].delete()
    assert subjects_of(person) == ["Iskias"]


def test_specialism_follows_when_the_tree_is_deleted(person: Practitioner, pages: list[Page]) -> None:
    treats(person, pages[0])
    pages[0].get_parent().delete()
    assert subjects_of(person) == ["Iskias"]


def test_specialism_goes_with_the_last_language(person: Practitioner, pages: list[Page]) -> None:
    treats(person, pages[0])
    for page in pages:
        page.refresh_from_db()
        page.delete()
    assert subjects_of(person) == []


def test_specialism_in_both_languages_is_listed_once(person: Practitioner, pages: list[Page]) -> None:
    treats(person, *pages)
    pages[0].delete()
    assert subjects_of(person) == ["Iskias"]


def test_specialism_goes_when_both_languages_are_deleted_at_once(
    person: Practitioner, pages: list[Page]
) -> None:
    treats(person, pages[0])
    Page.objects.filter(pk__in=[page.pk for page in pages]).delete()
    assert subjects_of(person) == []
