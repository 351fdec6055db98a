"""Mails about corrections: when, to whom, and what happens when one cannot be sent."""

from __future__ import annotations

import datetime
from io import StringIO
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms.editions.models import Reminder
from cms.editions.oversight import reminding
from cms.editions.oversight.actions import acknowledge
from cms.editions.oversight.reminding import Sent, remind, wants_reminder
from cms.library.models import Correction
from tests.cms.editions.oversight.correcting import correct

DAY = datetime.timedelta(days=1)


def receivers() -> list[str]:
    """Return who got a mail, sorted for each run by the address."""
    return sorted(message.to[0].removesuffix("@example.com") for message in mail.outbox)


def fail_for(monkeypatch, part: str) -> None:
    """Let the mail server refuse addresses that contain ``part``."""
    real = mail.EmailMessage.send

    def send(message, *args):
        if part in message.to[0]:
            raise ConnectionRefusedError
        return real(message, *args)

    monkeypatch.setattr(mail.EmailMessage, "send", send)


def test_reminders_come_before_the_deadline_at_it_and_weekly(network, staff, correction):
    deadline = correction.deadline
    sent = {}
    for offset in range(-10, 20):
        sent[offset] = remind(deadline + offset * DAY).sent
        assert remind(deadline + offset * DAY) == Sent()
    assert {offset for offset, number in sent.items() if number} == {-3, 0, 7, 14}
    assert len(mail.outbox) == 16
    assert Reminder.everywhere.filter(is_sent=True).count() == 16


def test_reminder_goes_to_owner_and_marketer_in_the_clinics_language(network, staff, correction):
    remind(correction.deadline)
    assert receivers() == ["marketer.aalborg", "marketer.newyork", "owner.aalborg", "owner.newyork"]
    message = next(one for one in mail.outbox if one.to == ["owner.newyork@example.com"])
    assert "The old words were wrong." in message.body
    assert "Sciatica" in message.body
    assert "\n" not in message.subject


def test_acknowledged_clinic_is_not_reminded(network, staff, correction):
    acknowledge(correction, network.newyork, None)
    assert remind(correction.deadline).sent == 2


def test_clinic_without_people_is_named(network, correction):
    assert sorted(remind(correction.deadline).without_address) == ["Aalborg Clinic", "Newyork Clinic"]


def test_failing_address_is_named_tried_again_and_stops_nobody(network, staff, correction, monkeypatch):
    fail_for(monkeypatch, "owner.newyork@example.com")
    result = remind(correction.deadline)
    assert result == Sent(3, (), ("Newyork Clinic (owner.newyork@example.com)",))
    assert receivers() == ["marketer.aalborg", "marketer.newyork", "owner.aalborg"]
    monkeypatch.undo()
    assert remind(correction.deadline) == Sent(1)
    assert receivers()[-1:] == ["owner.newyork"]
    assert remind(correction.deadline) == Sent()


def test_the_command_fails_and_names_what_could_not_be_sent(network, staff, correction, monkeypatch):
    Correction.objects.update(deadline=timezone.localdate())
    fail_for(monkeypatch, "owner.newyork@example.com")
    with pytest.raises(CommandError, match=r"3 mails were sent\..*next run.*owner\.newyork@example\.com"):
        call_command("releases", "remind")
    monkeypatch.undo()
    call_command("releases", "remind", stdout=StringIO())
    assert len(mail.outbox) == 4


def test_mailbox_that_cannot_be_reached_is_reported_for_everybody(network, staff, correction, monkeypatch):
    fail_for(monkeypatch, "example.com")
    assert len(remind(correction.deadline).failed) == 4
    assert not Reminder.everywhere.exists()


class Mailbox(BaseEmailBackend):
    """A mail server that hangs up at an address that it does not like, as many do."""

    is_away = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_dead = False

    def open(self):
        if self.is_away:
            raise ConnectionRefusedError

    def close(self):
        self.is_dead = False

    def send_messages(self, messages):
        self.open()
        self.is_dead = self.is_dead or "marketer.newyork" in messages[0].to[0]
        if self.is_dead:
            raise SMTPServerDisconnected
        mail.outbox += messages
        return len(messages)


@pytest.fixture
def own_mailbox(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Mailbox"


def test_server_that_hangs_up_is_called_again_for_the_others(network, staff, correction, own_mailbox):
    result = remind(correction.deadline)
    assert (result.sent, result.failed) == (3, ("Newyork Clinic (marketer.newyork@example.com)",))


def test_server_that_cannot_be_reached_is_reported(network, staff, correction, own_mailbox, monkeypatch):
    monkeypatch.setattr(Mailbox, "is_away", True)
    assert len(remind(correction.deadline).failed) == 4


@pytest.mark.parametrize("before_the_mail", [True, False])
def test_run_that_is_killed_writes_to_nobody_twice_on_a_day(
    network, staff, correction, monkeypatch, before_the_mail
):
    """A process that is killed raises nothing that could be handled, as ``KeyboardInterrupt`` here."""
    real = mail.EmailMessage.send

    def send(message, *args):
        if len(mail.outbox) == 1:
            if not before_the_mail:
                real(message, *args)
            raise KeyboardInterrupt
        return real(message, *args)

    monkeypatch.setattr(mail.EmailMessage, "send", send)
    with pytest.raises(KeyboardInterrupt):
        remind(correction.deadline)
    monkeypatch.undo()
    remind(correction.deadline)
    assert len(receivers()) == len(set(receivers())) == (3 if before_the_mail else 4)
    remind(correction.deadline + DAY)
    assert len(set(receivers())) == 4


def test_two_runs_at_once_write_once(network, staff, correction, monkeypatch):
    """The second run looked before the first had noted anything."""
    monkeypatch.setattr(reminding, "_reminded", lambda today: ({}, set()))
    assert remind(correction.deadline) == Sent(4)
    assert remind(correction.deadline) == Sent()


def test_correction_of_the_same_day_waits_for_the_next(network, staff, correction):
    remind(correction.deadline)
    other = correct(network.english, [1]).correction
    Correction.objects.filter(pk=other.pk).update(deadline=correction.deadline)
    assert remind(correction.deadline) == Sent()
    assert remind(correction.deadline + DAY) == Sent(4)
    assert len(mail.outbox) == 8


def test_a_day_without_a_run_is_made_up():
    deadline = datetime.date(2026, 3, 10)
    assert wants_reminder(deadline, None, deadline + 2 * DAY)
    assert not wants_reminder(deadline, deadline + 2 * DAY, deadline + 3 * DAY)
    assert wants_reminder(deadline, deadline + 2 * DAY, deadline + 8 * DAY)
    assert not wants_reminder(deadline, None, deadline - 4 * DAY)
