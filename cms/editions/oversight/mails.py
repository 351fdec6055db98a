"""The mail that reminds a clinic of corrections: plain text, in the clinic's main language."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.clinics.models import Clinic
from cms.library.models import Correction


def reminder_mail(
    clinic: Clinic, corrections: Sequence[Correction], addresses: Sequence[str], today: datetime.date
) -> EmailMessage:
    """Return the mail to ``addresses`` about what ``clinic`` has to acknowledge, not yet sent."""
    with translation.override(clinic.main_language):
        is_late = any(one.deadline < today for one in corrections)
        return EmailMessage(
            subject=_subject(clinic, len(corrections), is_late=is_late),
            body=_body(clinic, corrections, today),
            to=list(addresses),
        )


def _subject(clinic: Clinic, number: int, *, is_late: bool) -> str:
    if is_late:
        text = ngettext(
            "Overdue: a safety correction waits for %(clinic)s",
            "Overdue: %(number)s safety corrections wait for %(clinic)s",
            number,
        )
    else:
        text = ngettext(
            "A safety correction waits for %(clinic)s",
            "%(number)s safety corrections wait for %(clinic)s",
            number,
        )
    # A name may hold a line break, which no subject may.
    return " ".join((text % {"clinic": clinic.name, "number": number}).split())


def _body(clinic: Clinic, corrections: Sequence[Correction], today: datetime.date) -> str:
    paragraphs = [
        _("The library has corrected something for the safety of patients. Your pages show it already."),
        _("Please read what has changed, decide about your own versions, and acknowledge it for %(clinic)s.")
        % {"clinic": clinic.name},
        *(_about(correction, today) for correction in corrections),
        _("You find it here: %(address)s") % {"address": _address()},
    ]
    return "\n\n".join(paragraphs) + "\n"


def _about(correction: Correction, today: datetime.date) -> str:
    day = date_format(correction.deadline, "DATE_FORMAT")
    if correction.deadline < today:
        until = _("This was to be acknowledged by %(day)s and is overdue.") % {"day": day}
    else:
        until = _("Please acknowledge it by %(day)s.") % {"day": day}
    return "\n".join([f"{correction.release.page.title}: {correction.reason}", until])


def _address() -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("editions_oversight:open")
