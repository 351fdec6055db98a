"""Acknowledging a correction, and who is asked to."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.clinics.models import ClinicLogEntry
from cms.editions.actions import decide
from cms.editions.models import Acknowledgement
from cms.editions.oversight.actions import acknowledge
from cms.editions.oversight.deadlines import Answer, open_for, progress, report
from cms.library.models import Correction
from cms.testing.network import make_clinic, make_edition, text_block
from tests.cms.editions.oversight.correcting import correct

DAY = datetime.timedelta(days=1)


def answers(correction: Correction) -> dict[str, Answer]:
    return {row.clinic.slug: row.answer for row in report(correction)}


def test_acknowledging_is_noted_and_logged_once(network, staff, correction):
    marketer = staff["marketer.newyork"]
    given = acknowledge(correction, network.newyork, marketer, note="Read by all of us.")
    assert (given.user, given.note) == (marketer, "Read by all of us.")
    assert acknowledge(correction, network.newyork, staff["owner.newyork"]) == given
    assert Acknowledgement.everywhere.count() == 1
    assert PageLogEntry.objects.get(action="editions.acknowledge").data["why"] == "Read by all of us."
    assert ClinicLogEntry.objects.get(action="editions.acknowledge").user == marketer
    assert answers(correction) == {"newyork": Answer.ACKNOWLEDGED, "aalborg": Answer.WAITING}
    assert [(row.asked, row.acknowledged, row.open, row.percent) for row in progress()] == [(2, 1, 1, 50)]


def test_acknowledging_is_refused_while_a_version_is_parked(network, staff):
    decide(network.newyork_edition, replaced=[text_block(2, "Ours.", heading="Second")])
    correction = correct(network.english, [2]).correction
    with pytest.raises(ValidationError, match="Heading 2"):
        acknowledge(correction, network.newyork, staff["marketer.newyork"])
    assert not Acknowledgement.everywhere.exists()
    assert {row.clinic.slug: row.parked for row in report(correction)} == {"newyork": 1, "aalborg": 0}
    decide(network.newyork_edition, reset=[text_block(2, "")["id"]])
    acknowledge(correction, network.newyork, staff["marketer.newyork"])


@pytest.mark.parametrize("who", ["marketer.aalborg", "library_editor"])
def test_only_the_clinic_itself_acknowledges(network, staff, correction, who):
    with pytest.raises(PermissionDenied):
        acknowledge(correction, network.newyork, staff[who])


def test_clinic_that_began_with_the_corrected_words_is_not_asked(network, correction):
    late = make_clinic("minnetonka")
    make_edition(late, network.english)
    assert set(answers(correction)) == {"newyork", "aalborg"}
    with pytest.raises(ValidationError, match="nothing that this correction concerns"):
        acknowledge(correction, late, None)


def test_correction_of_a_translation_asks_that_language_only(network):
    correction = correct(network.danish, [2]).correction
    assert set(answers(correction)) == {"aalborg"}


def test_overdue_is_said_after_the_deadline(network, correction):
    Correction.objects.update(deadline=timezone.localdate() - DAY)
    correction.refresh_from_db()
    assert set(answers(correction).values()) == {Answer.OVERDUE}
    assert [one.is_overdue for one in open_for([network.newyork])] == [True]
    acknowledge(correction, network.newyork, None)
    assert open_for([network.newyork]) == ()
    assert answers(correction) == {"newyork": Answer.ACKNOWLEDGED, "aalborg": Answer.OVERDUE}
