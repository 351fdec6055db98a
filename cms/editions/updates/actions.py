"""What a clinic answers to the library's updates: accept, keep, merge, rewrite, and undo.

Every answer is stored with the state before and after it, logged with who, when, what and why, and refused if
it is about something else than what the person saw. The published version, a newer draft and a scheduled one
are all changed; a draft in which the same part was rewritten keeps its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.editions.models import Answer, Edition
from cms.editions.rollout.actions import accept_release as move_hold
from cms.editions.updates.answering import Desk, open_desk
from cms.editions.updates.models import Choice
from cms.editions.updates.settling import Picks, settled
from cms.editions.updates.undoing import undo
from cms.editions.updates.values import Ask, Outcome
from cms.editions.updates.versions import replaced_row, rewritten_row, says
from cms.library.models import Release

if TYPE_CHECKING:
    from cms.accounts.models import User

__all__ = ["accept", "accept_release", "answer_all", "keep", "rewrite", "take_merge", "undo"]


@transaction.atomic
def accept(
    edition: Edition, target: str, *, user: User | None = None, shown: str = "", reason: str = ""
) -> Answer:
    """Let the page follow the library in this part again; the clinic's words stay in the page's history.

    ``shown`` is the stamp of what the person saw. Raises ``MovedOnError`` if that is no longer what there is
    to decide, ``ValidationError`` and ``PermissionDenied``.
    """
    desk = open_desk(edition, target, user, shown, reason)
    if desk.item.release is not None:
        return _accept_release(desk, desk.item.release)
    return desk.answer(Choice.ACCEPT, row=desk.dropped(), base=None)


@transaction.atomic
def keep(
    edition: Edition, target: str, *, user: User | None = None, shown: str = "", reason: str = ""
) -> Answer:
    """Keep the clinic's decision, knowing what the library says now.

    A version that a correction parked shows again by this, so it needs a ``reason``. Raises as ``accept``.
    """
    desk = open_desk(edition, target, user, shown, reason)
    if desk.item.is_release:
        raise ValidationError(_("The page stays on its release anyway until you accept a newer one."))
    desk.demand_reason()
    return desk.answer(Choice.KEEP, row=desk.before["row"], base=desk.base_now())


@transaction.atomic
def take_merge(
    edition: Edition,
    target: str,
    *,
    picks: Picks | None = None,
    user: User | None = None,
    shown: str = "",
    reason: str = "",
) -> Answer:
    """Store what the library and the clinic changed together.

    ``picks`` says for each conflict, by its number, whose words to take; while one is open the merge is
    refused. A version under the policy *review* waits for a sign-off again. Words of the clinic that a
    correction parked need a ``reason``, as in ``keep``. Raises as ``accept``.
    """
    desk = open_desk(edition, target, user, shown, reason)
    merged = desk.item.merged
    if merged is None:
        raise ValidationError(_("There are no two versions here that could be put together."))
    row = replaced_row(desk.item, desk.before["row"], merged.type, settled(merged, picks or {}))
    if not says(row, desk.item.library, is_field=desk.item.is_field):
        desk.demand_reason()
    return desk.answer(Choice.MERGE, row=row, base=desk.base_now())


@transaction.atomic
def rewrite(
    edition: Edition,
    target: str,
    value: Any,
    *,
    type: str = "",
    user: User | None = None,
    shown: str = "",
    reason: str = "",
) -> Answer:
    """Store a new version of the clinic's own: the stored value of a block, or of a field.

    ``type`` is the block's type, by default that of the clinic's version, else the library's. A version under
    the policy *review* waits for a sign-off. The very words that a correction parked need a ``reason``, as in
    ``keep``. Raises as ``accept``, and ``ValidationError`` for a value that
    the block refuses.
    """
    desk = open_desk(edition, target, user, shown, reason)
    if desk.item.is_release:
        raise ValidationError(_("A release can only be accepted; nothing is written for it."))
    row = rewritten_row(desk.edition, desk.item, desk.before["row"], type, value)
    if says(row, desk.item.local, is_field=desk.item.is_field):
        desk.demand_reason()
    return desk.answer(Choice.EDIT, row=row, base=desk.base_now())


@transaction.atomic
def accept_release(
    edition: Edition,
    release: Release | None = None,
    *,
    user: User | None = None,
    shown: str = "",
    reason: str = "",
) -> Answer:
    """Let a held page go on to ``release``, or to the newest one that its clinic has received.

    Raises as ``accept``.
    """
    desk = open_desk(edition, "", user, shown, reason)
    newest = release or desk.item.release
    if newest is None:
        raise ValidationError(_("There is no newer release that this page could go on to."))
    return _accept_release(desk, newest)


@transaction.atomic
def answer_all(choice: Choice, asks: Sequence[Ask], *, user: User | None = None, reason: str = "") -> Outcome:
    """Give one answer to many items: ``accept``, ``keep`` or ``merge``.

    Each is on its own: what is refused is said, and the rest is done.
    """
    done: list[Answer] = []
    refused: dict[Ask, str] = {}
    for ask in asks:
        try:
            with transaction.atomic():
                done.append(_answer_one(choice, ask, user, reason))
        except ValidationError as error:
            refused[ask] = " ".join(error.messages)
        except PermissionDenied as error:
            refused[ask] = str(error)
    return Outcome(tuple(done), refused)


def _answer_one(choice: Choice, ask: Ask, user: User | None, reason: str) -> Answer:
    verbs = {Choice.ACCEPT: accept, Choice.KEEP: keep, Choice.MERGE: take_merge}
    if choice not in verbs:
        raise ValidationError(_("This answer has to be given to each update by itself."))
    edition = Edition.objects.filter(pk=ask.edition_id).first()
    if edition is None:
        raise ValidationError(_("This page does not exist any more, so nothing was changed."))
    answer: Answer = verbs[choice](edition, ask.target, user=user, shown=ask.shown, reason=reason)
    return answer


def _accept_release(desk: Desk, release: Release) -> Answer:
    """Move the pointer; no text is touched."""
    before = {"row": None, "base": None, "release": desk.held_release_id()}
    move_hold(desk.edition, release, user=desk.user)
    answer: Answer = Answer.objects.create(
        clinic_id=desk.clinic.id,
        edition=desk.edition,
        target="",
        choice=Choice.ACCEPT,
        before=before,
        after={"row": None, "base": None, "release": release.pk},
        reason=desk.reason,
        user=desk.user,
    )
    log(desk.edition, "editions.update_accept", user=desk.user, data=desk.log_data(answer))
    return answer
