"""What plugins said of pages that are gone is redacted with the clinic that they were of, and no other."""

from __future__ import annotations

import pytest
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from cms.clinics.models import ClinicLanguage
from cms.pages.models import PlainPage, SectionIndex
from cms.plugins.data.erasing import erase_everybody, erase_person
from cms.plugins.data.page_log import WRITTEN_AT
from cms.plugins.data.redacting import REDACTED
from cms.plugins.publishing.keeping_back import KEPT_BACK, PUBLISHED_ANYWAY
from cms.testing.network import home_of
from tests.plugins_for_tests.case_book.models import CasePage

ANN = "Ann Ray"
SAID = {"objections": [["Consents", f"{ANN} has not agreed."]], "reason": f"{ANN} agreed.", "language": "en"}


def plain_page(clinic) -> PlainPage:
    return home_of(clinic).add_child(instance=PlainPage(title="Plain", slug="plain", live=False))


def case_page(clinic) -> CasePage:
    section = SectionIndex.objects.descendant_of(home_of(clinic)).get()
    return section.add_child(instance=CasePage(title=ANN, slug="ann", person=ANN, story="A sore back."))


def delete(page) -> None:
    Page.objects.get(pk=page.pk).specific.delete()


def give_up_language_and_delete(page) -> None:
    """The home page of a language is protected as long as the clinic has the language."""
    ClinicLanguage.everywhere.get(home__path=page.path[:8]).delete()
    delete(page)


def actions_and_labels(page) -> list[tuple[str, str]]:
    entries = PageLogEntry.objects.filter(page=page.pk).order_by("pk")
    return list(entries.values_list("action", "label"))


def by_deleting_the_clinic(clinic, user) -> None:
    clinic.delete()


@pytest.mark.parametrize("action", [KEPT_BACK, PUBLISHED_ANYWAY])
@pytest.mark.parametrize("erase", [erase_everybody, by_deleting_the_clinic])
@pytest.mark.parametrize("gone", [delete, give_up_language_and_delete])
def test_log_of_a_page_that_is_gone_goes_with_its_clinic_and_no_other(case_book, gone, erase, action) -> None:
    page = plain_page(case_book.aalborg)
    entry = log(page, action, data=SAID)
    gone(page)
    erase(case_book.newyork, user=None)
    entry.refresh_from_db()
    assert entry.data == SAID | {WRITTEN_AT: case_book.aalborg.pk}
    erase(case_book.aalborg, user=None)
    entry.refresh_from_db()
    assert (entry.data["objections"], entry.data["reason"]) == ([[REDACTED, REDACTED]], REDACTED)


def test_log_of_a_plugins_page_that_is_gone_goes_with_its_clinic_and_no_other(case_book) -> None:
    page = case_page(case_book.aalborg)
    delete(page)
    kept = [("wagtail.create", ANN), ("wagtail.delete", ANN)]
    assert actions_and_labels(page) == kept
    erase_everybody(case_book.newyork, user=None)
    assert actions_and_labels(page) == kept
    erase_everybody(case_book.aalborg, user=None)
    assert actions_and_labels(page) == [("wagtail.create", REDACTED), ("wagtail.delete", REDACTED)]


def test_old_entry_about_a_page_that_is_gone_is_kept_until_a_person_in_it_is_erased(case_book) -> None:
    page = plain_page(case_book.aalborg)
    entry = log(page, PUBLISHED_ANYWAY, data=SAID)
    PageLogEntry.objects.filter(pk=entry.pk).update(data=SAID)
    delete(page)
    for clinic in (case_book.newyork, case_book.aalborg):
        erase_everybody(clinic, user=None)
    entry.refresh_from_db()
    assert entry.data == SAID
    erase_person(ANN, clinic=case_book.aalborg, user=None)
    entry.refresh_from_db()
    assert entry.data == SAID | {"objections": [["Consents", REDACTED]], "reason": REDACTED}


def test_old_entry_about_a_page_that_stands_goes_with_its_clinic(case_book) -> None:
    entry = log(plain_page(case_book.aalborg), PUBLISHED_ANYWAY, data=SAID)
    PageLogEntry.objects.filter(pk=entry.pk).update(data=SAID)
    erase_everybody(case_book.newyork, user=None)
    entry.refresh_from_db()
    assert entry.data == SAID
    erase_everybody(case_book.aalborg, user=None)
    entry.refresh_from_db()
    assert entry.data["reason"] == REDACTED


def test_entries_that_plugins_have_no_part_in_and_those_in_no_clinic_stay_as_they_are(case_book) -> None:
    of_clinic = log(plain_page(case_book.aalborg), "wagtail.edit", data={"kept": "this"})
    of_library = log(case_book.english, PUBLISHED_ANYWAY, data=SAID)
    of_plugin = log(case_page(case_book.aalborg), "wagtail.edit", data=["of another shape"])
    assert (of_clinic.data, of_library.data, of_plugin.data) == ({"kept": "this"}, SAID, ["of another shape"])


def test_entry_keeps_the_clinic_where_it_was_written(case_book) -> None:
    page = plain_page(case_book.aalborg)
    entry = log(page, PUBLISHED_ANYWAY, data=SAID)
    Page.objects.get(pk=page.pk).move(home_of(case_book.newyork), pos="last-child")
    entry.save()
    entry.refresh_from_db()
    assert entry.data[WRITTEN_AT] == case_book.aalborg.pk
