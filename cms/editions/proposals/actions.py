"""Offer a clinic's words to the library, and answer such an offer. Everything here is logged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.clinics.models import Clinic
from cms.clinics.queries import clinics_where, right
from cms.editions.models import Edition, Proposal
from cms.editions.proposals.collapsing import basis_for, collapsing
from cms.editions.proposals.comparing import merge_of
from cms.editions.proposals.content import refuse_foreign_parts
from cms.editions.proposals.publishing import publish_part
from cms.editions.proposals.queries import (
    ACCEPT,
    RELEASE,
    Comparison,
    compared,
    library_page_for,
    offers_of,
    said_by,
)
from cms.editions.proposals.returning import SIGNED_OFF, sign_off_of
from cms.editions.proposals.values import Kind, Movement, Offer, part_digest
from cms.editions.resolving.values import SourceBlock
from cms.editions.sources import local_layer
from cms.editions.writing import change_edition
from cms.library.choices import LONGEST_NOTE
from cms.library.models import LibraryPage, ReleaseClass

if TYPE_CHECKING:
    from cms.accounts.models import User

OFFERED, ACCEPTED, DECLINED, WITHDRAWN = (
    f"editions.proposal_{name}" for name in ("made", "accepted", "declined", "withdrawn")
)


@transaction.atomic
def propose(edition: Edition, target: str, *, note: str = "", user: User | None) -> Proposal:
    """Offer what the published ``edition`` says in its own words for ``target`` to the library.

    ``target`` is the id of a replaced or added block, or the name of a replaced field. Without a user the
    system acts. Raises ``PermissionDenied`` for a user who may not, and ``ValidationError`` for words that
    cannot be offered: none of the clinic's own, something that belongs to the clinic alone, a page that the
    library does not have in this language, or an offer that is still open.
    """
    clinic = clinic_of(edition)
    _require_clinic(user, clinic)
    note = _checked_note(note)
    published = Edition.objects.select_for_update().get(pk=edition.pk)
    offer, page = _offered(published, target)
    refuse_foreign_parts(offer)
    try:
        with transaction.atomic():
            made: Proposal = Proposal.objects.create(
                clinic=clinic,
                edition=published,
                library_page=page,
                target=target,
                value=offer.to_json(),
                base=_stored_base(published, offer),
                note=note,
                proposed_by=user,
            )
    except IntegrityError as error:
        raise ValidationError(
            _("This text waits for the library's answer already. Withdraw that proposal to send another.")
        ) from error
    log(published, OFFERED, user=user, data=_log_data(made, why=made.note))
    return made


@transaction.atomic
def accept(
    proposal: Proposal,
    *,
    user: User | None,
    release_class: str = ReleaseClass.EDITORIAL,
    note: str = "",
    merged: bool = False,
    seen: str | None = None,
) -> Proposal:
    """Publish the offered words as a release of the library page, and let the clinic's page follow it.

    If the library says just this already, there is no release, and the clinic's page follows all the same.

    With ``merged`` the words are combined with what the library has changed since. ``seen`` is the digest of
    the library's words that the user compared with; if they have changed, nothing happens. Raises
    ``PermissionDenied`` without the right to release, and ``ValidationError`` if the proposal is decided
    already, the page cannot take it, or rings do not show what the page says now and would with this release.
    """
    _require_release(user)
    proposal = _open(proposal)
    if release_class not in (ReleaseClass.EDITORIAL, ReleaseClass.SUBSTANTIVE):
        raise ValidationError(
            _("A proposal is released as editorial or as substantive. A correction is made by itself.")
        )
    page = _published(proposal)
    comparison = compared(proposal, page)
    part = _accepted_part(comparison, page, merged=merged, seen=seen)
    edition = Edition.objects.select_for_update().filter(pk=proposal.edition_id).first()
    before = basis_for(edition) if edition else None
    if edition is not None and (signed_off := sign_off_of(edition, comparison.offer)):
        proposal.value = {**proposal.value, SIGNED_OFF: signed_off}
    note = _checked_note(note) or _("Proposed by %(clinic)s.") % {"clinic": proposal.clinic}
    if comparison.said is None or seen_digest(comparison) != part_digest(comparison.offer.kind, part):
        proposal.release = publish_part(
            page, comparison.offer, part, release_class=release_class, note=note[:300], user=user
        )
    _decide(proposal, Proposal.State.ACCEPTED, user, note)
    log(page, ACCEPTED, user=user, data=_log_data(proposal, why=note, clinic=str(proposal.clinic)))
    if edition is not None and before is not None:
        change = collapsing(comparison.offer, before)
        change_edition(edition.pk, change, user=user, action=ACCEPTED, data=_log_data(proposal, why=note))
    return proposal


@transaction.atomic
def decline(proposal: Proposal, *, reason: str, user: User | None) -> Proposal:
    """Refuse the offer, for a reason that the clinic reads; nothing changes on any page.

    Raises ``PermissionDenied`` without the right to release, ``ValidationError`` without a reason or if the
    proposal is decided already.
    """
    _require_release(user)
    proposal = _open(proposal)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, so that the clinic understands the answer.")})
    _decide(proposal, Proposal.State.DECLINED, user, reason.strip())
    _log_answer(proposal, DECLINED, user)
    return proposal


@transaction.atomic
def withdraw(proposal: Proposal, *, user: User | None, reason: str = "") -> Proposal:
    """Take the offer back; the clinic's page stays as it is.

    Raises ``PermissionDenied`` for a user of another clinic, ``ValidationError`` if it is decided already.
    """
    _require_clinic(user, proposal.clinic)
    proposal = _open(proposal)
    _decide(proposal, Proposal.State.WITHDRAWN, user, reason.strip())
    _log_answer(proposal, WITHDRAWN, user)
    return proposal


def _checked_note(note: str) -> str:
    if len(note.strip()) > LONGEST_NOTE:
        raise ValidationError(_("Make the note shorter: it may have %d characters.") % LONGEST_NOTE)
    return note.strip()


def clinic_of(edition: Edition) -> Clinic:
    """Return the clinic that the edition belongs to; ``ValidationError`` if there is none."""
    owner = edition.clinic_and_language()
    found: Clinic | None = Clinic.objects.filter(pk=owner[0].id).first() if owner else None
    if found is None:
        raise ValidationError(_("This page belongs to no clinic, so nothing on it can be proposed."))
    return found


def refuse_merge_unless_offered(comparison: Comparison) -> SourceBlock:
    """Return the merged words; ``ValidationError`` if library and clinic changed the same words."""
    merged = merge_of(comparison)
    if merged is None:
        raise ValidationError(
            _("The two versions can't be put together without a decision. Accept the proposal or decline it.")
        )
    return merged


def _offered(edition: Edition, target: str) -> tuple[Offer, LibraryPage]:
    if not edition.live:
        raise ValidationError(_("Publish your page first: only text that visitors can read can be proposed."))
    offer = next((one for one in offers_of(edition) if one.target == target), None)
    if offer is None:
        raise ValidationError(
            _("Your published page has no text of its own there, so there is nothing to propose.")
        )
    page = library_page_for(edition)
    if page is None:
        raise ValidationError(
            _("The library has no published page in this language that could take your text.")
        )
    if offer.kind is Kind.BLOCK and said_by(page, offer) is None:
        raise ValidationError(
            _("The library does not have this block any more, so there is nothing to replace.")
        )
    return _placed(edition, offer), page


def _placed(edition: Edition, offer: Offer) -> Offer:
    """Return the offer of a new block with the library's blocks before it, the nearest first."""
    basis = basis_for(edition)
    if offer.kind is not Kind.ADDED or basis is None:
        return offer
    from_library = {block.id for block in basis.library.text.blocks}
    ids = [block.id for block in basis.resolve(local_layer(edition)).blocks]
    before = ids[: ids.index(offer.target)] if offer.target in ids else []
    return replace(offer, after=tuple(key for key in reversed(before) if key in from_library))


def _stored_base(edition: Edition, offer: Offer) -> dict[str, Any] | None:
    """Return the base as the edition stores it."""
    part = "fields" if offer.kind is Kind.FIELD else "blocks"
    stored: dict[str, Any] | None = edition.base.get(part, {}).get(offer.target)
    return stored


def _accepted_part(
    comparison: Comparison, page: LibraryPage, *, merged: bool, seen: str | None
) -> SourceBlock:
    offer, said = comparison.offer, comparison.said
    if comparison.movement is Movement.GONE:
        raise ValidationError(
            _("The library has no such block any more. Decline the proposal, or put the block back first.")
        )
    if offer.kind is Kind.ADDED and said is not None:
        raise ValidationError(_("The library has this block already."))
    if seen is not None and seen != seen_digest(comparison):
        raise ValidationError(
            _("The library's text was changed while you were reading. Look at the comparison again.")
        )
    refuse_foreign_parts(offer)
    return refuse_merge_unless_offered(comparison) if merged else offer.part


def seen_digest(comparison: Comparison) -> str:
    """Return the digest of the library's words in a comparison, empty if there are none."""
    return part_digest(comparison.offer.kind, comparison.said) if comparison.said else ""


def _published(proposal: Proposal) -> LibraryPage:
    page: LibraryPage | None = (
        LibraryPage.objects.select_for_update().filter(pk=proposal.library_page_id, live=True).first()
    )
    if page is None:
        raise ValidationError(_("The library page is not published any more, so it can't take the proposal."))
    return page


def _open(proposal: Proposal) -> Proposal:
    """Return the proposal as stored, locked; ``ValidationError`` if somebody has decided about it."""
    stored: Proposal | None = Proposal.everywhere.select_for_update().filter(pk=proposal.pk).first()
    if stored is None:
        raise ValidationError(_("This proposal does not exist any more."))
    if stored.state != Proposal.State.OPEN:
        raise ValidationError(
            _("This proposal has been answered already: %(state)s.") % {"state": stored.get_state_display()}
        )
    return stored


def _decide(proposal: Proposal, state: Proposal.State, user: User | None, reason: str) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, user, timezone.now()
    proposal.reason = reason[:300]
    proposal.save()


def _log_answer(proposal: Proposal, action: str, user: User | None) -> None:
    """Log on the clinic's page, or on the library's if that is gone."""
    subject = Edition.objects.filter(pk=proposal.edition_id).first() or proposal.library_page
    log(subject, action, user=user, data=_log_data(proposal, why=proposal.reason))


def _log_data(proposal: Proposal, **more: str) -> dict[str, Any]:
    return {"proposal": proposal.pk, "target": proposal.target, **more}


def _require_clinic(user: User | None, clinic: Clinic) -> None:
    if user is not None and not clinics_where(user, right(ACCEPT)).filter(pk=clinic.pk).exists():
        raise PermissionDenied


def _require_release(user: User | None) -> None:
    if user is not None and not user.has_perm(RELEASE):
        raise PermissionDenied
