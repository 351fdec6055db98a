"""Erasing a person reaches what people and plugins wrote about pages, and nothing that is read again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from cms.clinics.models import ClinicLogEntry
from cms.pages.models import PlainPage
from cms.plugins.answers import Issue
from cms.plugins.data.erasing import erase_everybody, erase_person
from cms.plugins.data.page_log import WRITTEN_AT
from cms.plugins.data.person import names_one
from cms.plugins.data.redacting import REDACTED
from cms.plugins.publishing.keeping_back import KEPT_BACK, PUBLISHED_ANYWAY, publish_anyway
from cms.testing.network import home_of
from tests.cms.plugins.traces import traces_of

ANN = "Ann Ray"
WHY = f"Agreed with {ANN} by telephone."


@pytest.fixture
def guarded(case_book, make_plugin):
    """New York with a gate that speaks of Ann, and a draft that it objects to."""

    def register(plugin):
        plugin.publish_check(lambda context: [Issue(f"{ANN} has not agreed.")], gate=True)
        plugin.erase(lambda context, person: 0)

    make_plugin("consents", register, case_book.newyork)
    page = PlainPage(title="Plain", slug="plain", live=False)
    home_of(case_book.newyork).add_child(instance=page)
    page.save_revision()
    return page


def kept_back(page) -> PageLogEntry:
    """Let the clock come to a page that is kept back; returns what is noted of it."""
    revision = page.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    return PageLogEntry.objects.get(action=KEPT_BACK, revision=revision)


def overruled(page) -> PageLogEntry:
    publish_anyway(page, WHY, user=None)
    return PageLogEntry.objects.get(action=PUBLISHED_ANYWAY)


@pytest.mark.parametrize("whom", [{"person": ANN}, {}])
def test_remarks_of_plugins_and_reasons_of_people_are_redacted(case_book, guarded, whom) -> None:
    entries = kept_back(guarded), overruled(guarded)
    assert traces_of(ANN) == ["wagtailcore_pagelogentry"]
    if whom:
        erase_person(**whom, user=None)
    else:
        erase_everybody(case_book.newyork, user=None)
    assert traces_of(ANN) == []
    title = "Consents" if whom else REDACTED
    for entry in entries:
        entry.refresh_from_db()
        assert (entry.label, entry.data["objections"]) == ("Plain", [[title, REDACTED]])
        assert entry.message.endswith(f"{title}: {REDACTED}" + (f" {REDACTED}" * ("reason" in entry.data)))
    assert entries[1].data == {
        "reason": REDACTED,
        "language": "en",
        "objections": [[title, REDACTED]],
        WRITTEN_AT: case_book.newyork.pk,
    }


def test_reasons_for_other_decisions_are_redacted_and_the_rest_of_them_stays(case_book) -> None:
    edition, clinic = case_book.newyork_edition, case_book.newyork
    target = "1f0a1b2c-0000-4000-8000-0000000adada"
    log(edition, "editions.decide", data={"why": WHY, "target": target, "count": 3})
    log(clinic, "editions.acknowledge", data={"why": WHY, "clinic_name": clinic.name})
    log(case_book.english, "library.release", data={"why": WHY})
    erase_person(ANN, clinic=clinic, user=None)
    assert traces_of(ANN) == ["wagtailcore_pagelogentry"]
    erase_person(ANN, user=None)
    erase_person("ada", user=None)
    assert traces_of(ANN) == []
    decided = PageLogEntry.objects.get(action="editions.decide")
    assert decided.data == {"why": REDACTED, "target": target, "count": 3}
    acknowledged = ClinicLogEntry.objects.get(action="editions.acknowledge")
    assert acknowledged.data == {"why": REDACTED, "clinic_name": clinic.name}


def test_reasons_at_another_clinic_and_about_others_stay(case_book) -> None:
    log(case_book.danish_edition, "editions.decide", data={"why": WHY})
    log(case_book.newyork_edition, "editions.decide", data={"why": "Bo Lee asked for it."})
    erase_person(ANN, clinic=case_book.newyork, user=None)
    erase_everybody(case_book.newyork, user=None)
    rows = PageLogEntry.objects.filter(action="editions.decide").order_by("pk")
    assert [row.data for row in rows] == [{"why": WHY}, {"why": "Bo Lee asked for it."}]


def test_reason_about_a_page_that_is_gone_is_redacted(case_book, guarded) -> None:
    overruled(guarded)
    PlainPage.objects.get(pk=guarded.pk).delete()
    erase_person(ANN, clinic=case_book.newyork, user=None)
    assert traces_of(ANN) == []


@pytest.mark.parametrize(
    "text",
    ["Bo Lee", "Ann", "李小明", "a@b.dk", "ann@example.com", "+45 12 34 56 78", "010190-1234", "P-12345"],
)
def test_names_addresses_and_numbers_are_enough(text) -> None:
    assert names_one(text)


@pytest.mark.parametrize("text", ["a", " Bo ", "…", "a.b", "2026", "P. 17", "12345", "   -   "])
def test_what_would_be_found_in_texts_about_others_is_refused(case_book, text) -> None:
    log(case_book.newyork_edition, "editions.decide", data={"why": f"About {text}."})
    with pytest.raises(ValidationError, match="too short to identify a person"):
        erase_person(text, user=None)
    assert PageLogEntry.objects.get(action="editions.decide").data == {"why": f"About {text}."}
