"""One item on the desk: the page locked, what there is to decide looked up anew, and the answer written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.clinics.records import ClinicRecord, clinic_for_page_path
from cms.editions.models import Answer, Edition, Hold
from cms.editions.sources import Basis, basis_of
from cms.editions.updates.acknowledging import acknowledge_decided
from cms.editions.updates.models import ACKNOWLEDGED, Choice
from cms.editions.updates.queries import is_part, waiting_of
from cms.editions.updates.rights import check_answer
from cms.editions.updates.spots import Spot, dropped, holds_same_words, read_spot, write_spot
from cms.editions.updates.values import MovedOnError, Waiting
from cms.editions.writing import change_edition

if TYPE_CHECKING:
    from cms.accounts.models import User

LOG_ACTIONS = {choice: f"editions.update_{choice.value}" for choice in Choice}


@dataclass(frozen=True, slots=True)
class Desk:
    """An item that is being answered; ``before`` is what the published page stores about it."""

    edition: Edition
    clinic: ClinicRecord
    basis: Basis
    item: Waiting
    before: Spot
    user: User | None
    reason: str

    def dropped(self) -> Mapping[str, Any] | None:
        """Return the row that is left when the library's version is to show again."""
        return dropped(self.edition, self.item.target, self.basis)

    def base_now(self) -> dict[str, Any]:
        """Return the base of a decision that is made now."""
        return asdict(self.basis.base_value(self.item.target))

    def demand_reason(self) -> None:
        """Raise ``ValidationError`` if words that a correction parked are to show again without a reason."""
        if self.item.is_parked and not self.reason.strip():
            raise ValidationError(
                _("This was corrected for safety, and your own version would show again. Say why.")
            )

    def answer(self, choice: Choice, *, row: Mapping[str, Any] | None, base: dict[str, Any] | None) -> Answer:
        """Write the answer into every version of the page that still says what was decided about."""
        target, title = self.item.target, str(self.basis.said("title") or "")
        after = {**self.before, "row": row, "base": base}
        given: Answer = Answer.objects.create(
            clinic_id=self.clinic.id,
            edition=self.edition,
            target=target,
            choice=choice,
            before=self.before,
            after={},
            reason=self.reason,
            user=self.user,
        )

        def change(version: Edition) -> None:
            if holds_same_words(read_spot(version, target), self.before):
                write_spot(version, target, after, title)

        action = LOG_ACTIONS[choice]
        stored = change_edition(
            self.edition.pk, change, user=self.user, action=action, data=self.log_data(given)
        )
        given.after = read_spot(stored, target)
        if self.item.correction:
            given.after[ACKNOWLEDGED] = acknowledge_decided(self.clinic, self.item, self.user, self.reason)
        given.save(update_fields=["after"])
        return given

    def log_data(self, answer: Answer) -> dict[str, Any]:
        """Return what the log says beside who and when: what was answered, and why."""
        return {"answer": answer.pk, "target": self.item.target, "choice": answer.choice, "why": self.reason}

    def held_release_id(self) -> int | None:
        """Return the release that the page is held at."""
        found: int | None = (
            Hold.objects.filter(edition=self.edition).values_list("release", flat=True).first()
        )
        return found


def open_desk(edition: Edition, target: str, user: User | None, shown: str, reason: str) -> Desk:
    """Lock the page and return the item as it is now.

    Raises ``MovedOnError`` if it no longer waits or is not what ``shown`` stands for, ``ValidationError`` for
    a page that cannot be changed, and ``PermissionDenied``.
    """
    locked = Edition.objects.select_for_update().filter(pk=edition.pk).first()
    owner = clinic_for_page_path(locked.path) if locked is not None else None
    if locked is None or owner is None:
        raise ValidationError(_("This page does not exist any more, so nothing was changed."))
    check_answer(user, owner[0].id)
    _refuse_if_locked(locked, user)
    item = next((one for one in waiting_of(locked) if one.target == target), None)
    if item is None and target and not is_part(locked, target):
        raise ValidationError(_("There is no part “%(target)s” on this page.") % {"target": target})
    if item is None:
        raise MovedOnError(_("This was decided already, perhaps by a colleague. Nothing was changed."))
    if shown and shown != item.stamp:
        raise MovedOnError(
            _("This has changed since you opened it, so nothing was stored. Here is how it stands now."), item
        )
    basis = basis_of(locked, owner[0], owner[1].code)
    why = reason.replace("\0", "").strip()[:300]
    return Desk(locked, owner[0], basis, item, read_spot(locked, target), user, why)


def _refuse_if_locked(edition: Edition, user: User | None) -> None:
    if edition.locked and user is not None and edition.locked_by_id != user.pk:
        raise ValidationError(
            _("“%(page)s” is locked by somebody else, so nothing was changed.") % {"page": edition.title}
        )
