"""Who is asked about a correction of a translation: whoever shows it, in any language of editions."""

from __future__ import annotations

import datetime

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from cms.clinics.models import Clinic, ClinicLanguage
from cms.clinics.records import clinic_for_page_path
from cms.editions.actions import decide
from cms.editions.models import Edition, Follower, Hold, Ring, RingMember, RingStep
from cms.editions.oversight.actions import acknowledge
from cms.editions.oversight.asking import count_late, late_clinics
from cms.editions.oversight.deadlines import open_for, parked_by, progress, report
from cms.editions.oversight.reminding import remind
from cms.editions.resolving.values import NothingToShow
from cms.editions.sources import basis_of
from cms.library.models import Correction, LibraryPage, Release
from cms.pages.models import ClinicHome
from cms.testing.network import block_id, make_clinic, make_edition, publish, text_block
from tests.cms.editions.oversight.correcting import correct

DAY = datetime.timedelta(days=1)


def asked(correction: Correction) -> set[str]:
    return {row.clinic.slug for row in report(correction)}


def asked_by_hand(correction: Correction) -> set[str]:
    """Ask the resolver for every edition which library text it shows."""
    found = set()
    for edition in Edition.objects.live().filter(library_key=correction.library_key):
        clinic, language = clinic_for_page_path(edition.path)
        since = Follower.everywhere.get(edition=edition).since
        if since > correction.release.released_at:
            continue
        try:
            shown = basis_of(edition, clinic, language.code).text.language
        except NothingToShow:
            shown = ""
        if correction.language in (shown, language.code):
            found.add(clinic.hostname.removesuffix(".localhost"))
    return found


@pytest.fixture
def danish_only(network) -> LibraryPage:
    """Return a page that has lost its English version; clinics with both languages show the Danish one."""
    network.english.unpublish()
    return network.danish


@pytest.fixture
def fallback(network) -> tuple:
    """Return a clinic in both languages that shows the Danish text in English too, and its edition."""
    clinic = make_clinic("odense", languages=("en", "da"), country="DK", theme="limfjord")
    return clinic, make_edition(clinic, network.english)


def test_clinic_that_shows_a_corrected_translation_as_fallback_is_asked(network, fallback, danish_only):
    clinic, _ = fallback
    correction = correct(danish_only, [2]).correction
    assert not correction.reaches_translations
    assert asked(correction) == {"aalborg", "odense"} == asked_by_hand(correction)
    assert [row.asked for row in progress()] == [2]
    assert [one.correction for one in open_for([clinic])] == [correction]
    assert open_for([network.newyork]) == ()
    acknowledge(correction, clinic, None)
    assert [row.acknowledged for row in progress()] == [1]


def test_fallback_of_an_overdue_correction_is_late_and_reminded(network, fallback, danish_only):
    clinic, _ = fallback
    correction = correct(danish_only, [2]).correction
    Correction.objects.update(deadline=timezone.localdate() - DAY)
    assert late_clinics([correction.library_key]) == {
        (correction.library_key, network.aalborg.pk),
        (correction.library_key, clinic.pk),
    }
    assert count_late() == {correction.library_key: 2}
    assert count_late(clinic.pk) == {correction.library_key: 1}
    assert sorted(remind().without_address) == ["Aalborg Clinic", "Odense Clinic"]


def test_fallback_is_refused_while_its_version_is_parked(network, fallback, danish_only):
    clinic, edition = fallback
    decide(edition, replaced=[text_block(2, "Ours.", heading="Own heading")])
    correction = correct(danish_only, [2]).correction
    assert [row.decision.edition_id for row in parked_by(correction)] == [edition.pk]
    assert [len(one.parked) for one in open_for([clinic])] == [1]
    with pytest.raises(ValidationError, match="Heading 2"):
        acknowledge(correction, clinic, None)


def test_clinic_that_shows_its_own_language_is_not_asked_about_another(network, fallback):
    assert asked(correct(network.danish, [2]).correction) == {"aalborg"}


@pytest.mark.parametrize(
    ("main", "others", "is_asked"),
    [
        ("de", ("da", "en"), True),
        ("de", ("en", "da"), False),
        ("da", ("en", "de"), True),
        ("en", ("da", "de"), False),
    ],
)
def test_fallback_is_the_main_language_then_the_others_in_their_order(network, main, others, is_asked):
    """The library has no German page, and the correction is one of the Danish page."""
    clinic = clinic_with_german(main, others)
    correction = correct(network.danish, [2]).correction
    assert asked(correction) == {"aalborg", *(["aarhus"] if is_asked else [])} == asked_by_hand(correction)
    assert clinic.languages.count() == 3


def clinic_with_german(main: str, others: tuple[str, ...]) -> Clinic:
    """Return a clinic whose only edition is in German, which the other tests do without."""
    clinic = make_clinic("aarhus", languages=("da", "en"), country="DK", theme="limfjord")
    make_edition(clinic, LibraryPage.objects.get(slug="iskias"), language="da")
    german, english = clinic.languages.order_by("pk")
    danish = ClinicHome(title="Hjem", slug="hjem-aarhus", locale=english.home.locale)
    Page.get_first_root_node().add_child(instance=danish)
    ClinicLanguage.everywhere.filter(pk=german.pk).update(language_code="de")
    ClinicLanguage.everywhere.create(clinic=clinic, language_code="da", home=danish)
    for position, code in enumerate((main, *others)):
        ClinicLanguage.everywhere.filter(clinic=clinic, language_code=code).update(position=position)
    Clinic.objects.filter(pk=clinic.pk).update(main_language=main)
    cache.clear()
    Follower.everywhere.filter(clinic=clinic).update(language="de")
    return clinic


def test_ring_that_has_not_received_the_page_shows_the_fallback(network, fallback):
    ring = Ring.objects.create(name="Late", position=9)
    RingMember.everywhere.create(ring=ring, clinic=fallback[0])
    for release in Release.objects.filter(page=network.english):
        RingStep.objects.create(release=release, ring=ring, starts_at=timezone.now() + DAY)
    correction = correct(network.danish, [2]).correction
    assert asked(correction) == {"aalborg", "odense"} == asked_by_hand(correction)
    RingStep.objects.update(starts_at=timezone.now() - DAY)
    assert asked(correction) == {"aalborg"} == asked_by_hand(correction)


def test_hold_at_another_language_shows_that_one(network, fallback):
    Hold.objects.create(edition=fallback[1], release=Release.objects.filter(page=network.danish).first())
    correction = correct(network.danish, [2]).correction
    assert asked(correction) == {"aalborg", "odense"} == asked_by_hand(correction)


def test_questions_take_as_many_queries_for_many_clinics(network, fallback, danish_only):
    correction = correct(danish_only, [2]).correction
    ask = (progress, count_late, lambda: report(correction), lambda: late_clinics([correction.library_key]))
    before = [queries(question) for question in ask]
    publish(network.english)
    for number in range(3):
        more = make_clinic(f"clinic{number}", languages=("en", "da"), country="DK", theme="limfjord")
        decide(make_edition(more, network.english), hidden=[block_id(1)])
    Follower.everywhere.update(since=timezone.now() - 2 * DAY)
    network.english.refresh_from_db()
    network.english.unpublish()
    assert len(asked(correction)) == 5
    assert [queries(question) for question in ask] == before


def queries(question) -> int:
    with CaptureQueriesContext(connection) as captured:
        question()
    return len(captured)
