"""Remind the people of clinics by mail of the corrections that wait for them.

Each mail is first noted in a transaction of its own, then sent, then marked as sent. A run that is killed in
between leaves a note without the mark: nobody is written to twice on that day, and the mail is tried again on
the next. A mail that fails takes its note back, so that the next run tries it again.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.accounts.models import User
from cms.clinics.models import Clinic
from cms.clinics.queries import people_of
from cms.editions.oversight.deadlines import OpenCorrection, open_for
from cms.editions.oversight.mails import reminder_mail
from cms.editions.oversight.models import Reminder
from cms.library.models import Correction

DAYS_BEFORE = 3
DAYS_BETWEEN = 7

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """What reminding did: mails sent, clinics that nobody can be written to at, and mails that failed.

    What failed names the clinic and the address.
    """

    sent: int = 0
    without_address: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A mail to one person about the corrections of one clinic."""

    clinic: Clinic
    person: User
    corrections: tuple[Correction, ...]


def remind(today: datetime.date | None = None) -> Sent:
    """Write to the owners and marketers of every clinic that is due a mail about a correction.

    They hear three days before the deadline, on the day, and every week after it. One mail names all
    corrections of a clinic that are due, and nobody gets a second one for it on the same day. A mail that
    fails is named in the answer, tried again the next time, and keeps nobody else from theirs.
    """
    today = today or timezone.localdate()
    waiting = _by_clinic(open_for(list(Clinic.objects.select_related("site"))), today)
    people = people_of([one.pk for one in waiting])
    nobody = tuple(clinic.name for clinic in waiting if clinic.pk not in people)
    result = Sent(without_address=nobody)
    with _mailbox() as mailbox:
        for due in _due(waiting, people, today):
            result = _remind(result, due, today, mailbox)
    return result


def wants_reminder(deadline: datetime.date, last: datetime.date | None, today: datetime.date) -> bool:
    """Whether a clinic is due a mail ``today`` that was ``last`` written to on a day, or never.

    A day on which the command did not run is made up for the next time.
    """
    occasions = [deadline - datetime.timedelta(days=DAYS_BEFORE), deadline]
    weeks = max(0, (today - deadline).days // DAYS_BETWEEN)
    occasions += [deadline + datetime.timedelta(days=DAYS_BETWEEN * weeks)]
    passed = [day for day in occasions if day <= today]
    return bool(passed) and (last is None or last < max(passed))


@contextmanager
def _mailbox() -> Iterator[Any]:
    """Keep one connection for all mails; if there is none now, each mail tries for itself and is reported."""
    mailbox = get_connection()
    with suppress(Exception):
        mailbox.open()
    try:
        yield mailbox
    finally:
        _hang_up(mailbox)


def _hang_up(mailbox: Any) -> None:
    with suppress(Exception):  # a server that is gone need not be told so
        mailbox.close()


def _by_clinic(open_ones: Iterable[OpenCorrection], today: datetime.date) -> dict[Clinic, list[Correction]]:
    """Return the corrections about which somebody who never got a mail would be due one."""
    found: dict[Clinic, list[Correction]] = {}
    for one in open_ones:
        if wants_reminder(one.correction.deadline, None, today):
            found.setdefault(one.clinic, []).append(one.correction)
    return found


def _due(
    waiting: dict[Clinic, list[Correction]], people: dict[int, list[User]], today: datetime.date
) -> list[Due]:
    last, written_to = _reminded(today)
    found = []
    for clinic, corrections in waiting.items():
        for person in people.get(clinic.pk, ()):
            due = tuple(
                one
                for one in corrections
                if wants_reminder(one.deadline, last.get((one.pk, clinic.pk, person.pk)), today)
            )
            if due and (clinic.pk, person.pk) not in written_to:
                found.append(Due(clinic, person, due))
    return found


def _reminded(
    today: datetime.date,
) -> tuple[dict[tuple[int, int, int | None], datetime.date], set[tuple[int, int | None]]]:
    """Return when each person last got a mail about each correction, and who is not to get one today."""
    rows = Reminder.everywhere.filter(Q(is_sent=True) | Q(sent_on=today)).order_by("sent_on", "pk")
    found = list(rows.values_list("correction", "clinic", "person", "sent_on"))
    last = {(correction, clinic, person): day for correction, clinic, person, day in found}
    return last, {(clinic, person) for _correction, clinic, person, day in found if day == today}


def _remind(so_far: Sent, due: Due, today: datetime.date, mailbox: Any) -> Sent:
    noted = _note(due, today)
    if not noted:
        return so_far
    try:
        mail = reminder_mail(due.clinic, due.corrections, [due.person.email], today)
        mail.connection = mailbox
        mail.send()
    except Exception:  # whatever a mail server may say, the others are still to be reminded
        _hang_up(mailbox)  # the server may have hung up as well; the next mail calls it again
        logger.exception("The reminder of %s to %s could not be sent.", due.clinic, due.person.email)
        Reminder.everywhere.filter(pk__in=noted).delete()
        return replace(so_far, failed=(*so_far.failed, f"{due.clinic.name} ({due.person.email})"))
    Reminder.everywhere.filter(pk__in=noted).update(is_sent=True)
    return replace(so_far, sent=so_far.sent + 1)


@transaction.atomic
def _note(due: Due, today: datetime.date) -> list[int]:
    """Note the mail before it is sent, and return the keys; none if another run has noted one for today."""
    Clinic.objects.select_for_update(of=("self",)).get(pk=due.clinic.pk)
    known = Reminder.everywhere.filter(clinic=due.clinic, person=due.person, sent_on=today)
    if known.exists():
        return []
    rows = [
        Reminder(correction=one, clinic=due.clinic, person=due.person, sent_on=today)
        for one in due.corrections
    ]
    return [row.pk for row in Reminder.everywhere.bulk_create(rows)]
