"""Take an answer back: the row and base are as they were before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.editions.models import Answer, Edition, Hold
from cms.editions.oversight.actions import take_back
from cms.editions.rollout.actions import go_back
from cms.editions.updates.models import ACKNOWLEDGED
from cms.editions.updates.rights import check_answer
from cms.editions.updates.spots import read_spot, says_same, write_spot
from cms.editions.writing import change_edition
from cms.library.models import Release

if TYPE_CHECKING:
    from cms.accounts.models import User

ACTION = "editions.update_undo"


@transaction.atomic
def undo(answer: Answer, *, user: User | None = None, reason: str = "") -> Answer:
    """Take ``answer`` back and return it; what the page says about this part is exactly as before.

    An acknowledgement of a correction that this answer made is taken back as well; one that was given before,
    or by somebody on purpose, stands.

    Raises ``ValidationError`` if it was taken back already, or if the part was changed since, and
    ``PermissionDenied``.
    """
    locked: Answer = Answer.everywhere.select_for_update(of=("self",)).get(pk=answer.pk)
    check_answer(user, locked.clinic_id)
    if locked.undone_at is not None:
        raise ValidationError(_("This answer was taken back already."))
    edition = Edition.objects.select_for_update().get(pk=locked.edition_id)
    data = {"answer": locked.pk, "target": locked.target, "choice": locked.choice, "why": reason}
    if locked.target:
        _restore(edition, locked, user, data)
        take_back(locked.after.get(ACKNOWLEDGED, ()), locked.clinic_id, user, reason)
    else:
        _move_back(edition, locked, user, data)
    locked.undone_at, locked.undone_by = timezone.now(), user
    locked.save(update_fields=["undone_at", "undone_by"])
    return locked


def _restore(edition: Edition, answer: Answer, user: User | None, data: dict[str, object]) -> None:
    if not says_same(read_spot(edition, answer.target), answer.after):
        raise ValidationError(_refusal())

    def change(version: Edition) -> None:
        if says_same(read_spot(version, answer.target), answer.after):
            write_spot(version, answer.target, answer.before)

    change_edition(edition.pk, change, user=user, action=ACTION, data=data)


def _move_back(edition: Edition, answer: Answer, user: User | None, data: dict[str, object]) -> None:
    held = Hold.objects.filter(edition=edition).values_list("release", flat=True).first()
    before = Release.objects.filter(pk=answer.before.get("release")).first()
    if held != answer.after.get("release") or before is None:
        raise ValidationError(_refusal())
    go_back(edition, before, user=user)
    log(edition, ACTION, user=user, data=data)


def _refusal() -> str:
    return str(
        _("This part of the page was changed again since, so the answer cannot be taken back. Edit the page.")
    )
