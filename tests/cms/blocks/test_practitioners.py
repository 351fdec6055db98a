from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.utils import translation

from cms.blocks.practitioners import PractitionersBlock, practitioners_for, subject_of
from cms.clinics.models import Clinic, Practitioner, PractitionerText, Specialism
from cms.clinics.records import clinic_for_host
from cms.library.models import LibraryPage
from cms.locales.context import RequestContext, use_context
from cms.testing.network import make_clinic, make_library_page, make_root

STORED = {"heading": "Who treats this", "intro": "<p>At {clinic}:</p>"}


@pytest.fixture
def subject(db: None) -> LibraryPage:
    """A library page that people treat."""
    make_root()
    return make_library_page([])


@pytest.fixture
def clinic(subject: LibraryPage) -> Iterator[Clinic]:
    """A clinic whose pages are being rendered."""
    opened = make_clinic("newyork")
    record = clinic_for_host("newyork.localhost")
    assert record is not None
    with use_context(RequestContext(record, record.languages[0])):
        yield opened


def employ(clinic: Clinic, name: str, *subjects: LibraryPage, position: int = 0) -> Practitioner:
    person = Practitioner.objects.create(clinic=clinic, name=name, credentials="L.Ac.", position=position)
    for page in subjects:
        Specialism.objects.create(practitioner=person, subject=page)
    return person


def tell_of(person: Practitioner, code: str, **values: str) -> None:
    PractitionerText.objects.create(practitioner=person, language_code=code, **values)


def render_in(clinic: Clinic, code: str, subject: LibraryPage) -> str:
    """Render the block on a page of the clinic in one language."""
    record = clinic_for_host(f"{clinic.slug}.localhost")
    assert record is not None
    language = record.language(code)
    assert language is not None
    here = RequestContext(record, language)
    block = PractitionersBlock()
    with use_context(here), translation.override(code):
        return block.render(block.to_python(STORED), {"page": subject, "here": here})


def test_practitioners_who_treat_the_subject_are_shown_in_the_clinics_order(clinic, subject) -> None:
    employ(clinic, "Second", subject, position=2)
    employ(clinic, "First", subject, position=1)
    employ(clinic, "Other")
    block = PractitionersBlock()
    html = block.render(
        block.to_python(STORED), {"page": SimpleNamespace(library_key=subject.translation_key)}
    )
    assert html.index("First, L.Ac.") < html.index("Second, L.Ac.")
    assert "Other" not in html
    assert "<p>At Newyork Clinic:</p>" in html


def test_practitioners_are_told_of_in_the_pages_language(subject) -> None:
    aalborg = make_clinic("aalborg", languages=("da", "en"))
    both, danish_only, nothing = (employ(aalborg, name, subject) for name in ("Both", "Danish", "Nothing"))
    tell_of(both, "da", title="Akupunktør")
    tell_of(both, "en", title="Acupuncturist")
    tell_of(danish_only, "da", title="Fysioterapeut", bio="Født i Aalborg")
    html = {code: render_in(aalborg, code, subject) for code in ("da", "en")}
    assert {code: re.findall(r"<p class=.person__(?:title|bio).*?</p>", html[code]) for code in html} == {
        "da": [
            '<p class="person__title">Akupunktør</p>',
            '<p class="person__title">Fysioterapeut</p>',
            '<p class="person__bio">Født i Aalborg</p>',
        ],
        "en": [
            '<p class="person__title">Acupuncturist</p>',
            '<p class="person__title" lang="da">Fysioterapeut</p>',
            '<p class="person__bio" lang="da">Født i Aalborg</p>',
        ],
    }
    assert html["en"].count(nothing.display_name) == 1


def test_list_is_in_the_pages_language_whatever_the_blocks(subject) -> None:
    aalborg = make_clinic("aalborg", languages=("da", "en"))
    employ(aalborg, "Both", subject)
    html = render_in(aalborg, "en", subject)
    assert re.findall(r"<ul [^>]*>", html) == [
        '<ul class="practitioners__people people" role="list" lang="en">'
    ]


def test_practitioners_of_another_clinic_are_not_shown(clinic, subject) -> None:
    employ(make_clinic("minnetonka"), "Stranger", subject)
    assert practitioners_for(subject) == []


def test_practitioner_with_the_subject_in_two_languages_is_shown_once(clinic, subject) -> None:
    danish = make_library_page([], language="da", slug="iskias", version_of=subject)
    person = employ(clinic, "Both", subject, danish)
    assert practitioners_for(subject) == [person]
    assert practitioners_for(danish) == [person]


@pytest.mark.parametrize("people", [1, 3])
def test_practitioners_cost_two_queries(clinic, subject, django_assert_num_queries, people: int) -> None:
    for number in range(people):
        tell_of(employ(clinic, f"Person {number}", subject), "en", title=f"Title {number}")
    block = PractitionersBlock()
    value = block.to_python(STORED)
    block.render(value, {"page": subject})  # what is on at the clinic is remembered from now on
    with django_assert_num_queries(2):
        html = block.render(value, {"page": subject})
    assert (html.count("L.Ac."), html.count("Title ")) == (people, people)


def test_practitioners_render_nothing_where_there_are_none(clinic, subject) -> None:
    block = PractitionersBlock()
    assert block.render(block.to_python(STORED), {"page": subject}) == ""


def test_practitioners_render_nothing_without_a_page_or_a_clinic(clinic, subject) -> None:
    employ(clinic, "First", subject)
    block = PractitionersBlock()
    assert block.render(block.to_python(STORED)) == ""
    with use_context(None):
        assert block.render(block.to_python(STORED), {"page": subject}) == ""


def test_subject_of_an_edition_is_the_library_page_it_follows() -> None:
    assert subject_of(SimpleNamespace(library_key="library", translation_key="own")) == "library"
    assert subject_of(SimpleNamespace(translation_key="own")) == "own"
    assert subject_of(None) is None


def test_practitioners_without_a_heading_are_refused_at_the_field(refusals) -> None:
    assert refusals(PractitionersBlock(), {"heading": ""}) == {"heading": ["This field is required."]}


@pytest.mark.parametrize(("code", "title"), [("en", "Acupuncturist"), ("da", "Akupunktør")])
def test_practitioners_preview_shows_samples_in_the_editors_language(code: str, title: str) -> None:
    block = PractitionersBlock()
    value = block.get_preview_value()
    with translation.override(code):
        html = block.render(value, block.get_preview_context(value, {}))
    assert re.findall(r'<h3 class="person__name">(.*?)</h3>', html) == ["Robin Vance, L.Ac.", "Kim Solberg"]
    assert re.findall(r'<p class="person__title">(.*?)</p>', html) == [title, title]
