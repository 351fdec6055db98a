"""What was chosen for the next release: kept with a draft until it is published, and checked before."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.library.releases import ReleaseClass
from cms.library.values import ReleaseChoice, ReleaseRefusedError

if TYPE_CHECKING:
    from cms.library.models import LibraryPage

DEFAULT_DEADLINE = datetime.timedelta(days=14)
LONGEST_NOTE = 300
LONGEST_REASON = 500


def stored_choice(page: LibraryPage) -> ReleaseChoice:
    """Return what is chosen for the next release of ``page``."""
    correcting = page.release_correction or {}
    return ReleaseChoice(
        release_class=page.release_class,
        note=page.release_note,
        in_rings=page.release_in_rings,
        corrected=tuple(correcting.get("corrected", ())),
        reason=correcting.get("reason", ""),
        deadline=parse_date(correcting.get("deadline") or ""),
    )


def store_choice(page: LibraryPage, choice: ReleaseChoice) -> dict[str, Any]:
    """Write ``choice`` on ``page``, in memory only, and return the fields that hold it."""
    stored = {
        "release_class": str(choice.release_class),
        "release_note": choice.note,
        "release_in_rings": choice.in_rings,
        "release_correction": _correcting(choice),
    }
    for name, value in stored.items():
        setattr(page, name, value)
    return stored


def check_choice(choice: ReleaseChoice, targets: Iterable[str], today: datetime.date | None = None) -> None:
    """Raise ``ReleaseRefusedError``, with a message at each name, if a release cannot be made like this.

    ``targets`` are the parts that the new text or the last published one has. The deadline must lie after
    ``today``, the day on which the release is made.
    """
    errors = _errors(choice, set(targets), today or timezone.localdate())
    if errors:
        raise ReleaseRefusedError(errors)


def _errors(choice: ReleaseChoice, targets: set[str], today: datetime.date) -> dict[str, str]:
    if choice.release_class not in ReleaseClass.values:
        return {"release_class": _("Choose a class: editorial, substantive or safety.")}
    errors = {}
    if choice.release_class != ReleaseClass.EDITORIAL and not choice.note.strip():
        errors["note"] = _("Tell clinics in a sentence what changed and why.")
    if len(choice.note) > LONGEST_NOTE:
        errors["note"] = _("Make the note shorter: it may have %d characters.") % LONGEST_NOTE
    if choice.release_class == ReleaseClass.SAFETY:
        return errors | _correction_errors(choice, targets, today)
    if choice.corrected:
        errors["corrected"] = _("Only a release of the class safety corrects parts everywhere at once.")
    return errors


def _correction_errors(choice: ReleaseChoice, targets: set[str], today: datetime.date) -> dict[str, str]:
    errors = {}
    gone = [target for target in choice.corrected if target not in targets]
    if gone:
        errors["corrected"] = _gone(gone)
    elif not choice.corrected:
        errors["corrected"] = _("Name at least one part of the page that is corrected.")
    if not choice.reason.strip():
        errors["reason"] = _("Say why the old words must not be read any more.")
    elif len(choice.reason) > LONGEST_REASON:
        errors["reason"] = _("Make the reason shorter: it may have %d characters.") % LONGEST_REASON
    if choice.deadline is None or choice.deadline <= today:
        errors["deadline"] = _("Choose a day after the release, until which clinics confirm the correction.")
    return errors


def _gone(targets: list[str]) -> str:
    message = ngettext(
        "The correction names a block that is gone: neither the new text nor the last published one has "
        "%(blocks)s. Choose again which parts are corrected.",
        "The correction names blocks that are gone: neither the new text nor the last published one has "
        "%(blocks)s. Choose again which parts are corrected.",
        len(targets),
    )
    return message % {"blocks": ", ".join(targets)}


def message_of(refused: ValidationError) -> str:
    """Return all messages of a refusal as one text."""
    return " ".join(refused.messages)


def _correcting(choice: ReleaseChoice) -> dict[str, Any]:
    if not choice.corrected:
        return {}
    return {
        "corrected": list(choice.corrected),
        "reason": choice.reason,
        "deadline": choice.deadline.isoformat() if choice.deadline else "",
    }
