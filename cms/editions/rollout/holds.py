"""A clinic's choice of releases: to review them first, to hold, to accept and to go back.

Every one of these moves a pointer. No text is read or written, and no page gets a new revision.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.clinics.models import Clinic
from cms.clinics.records import ClinicRecord, clinic_for_page_path
from cms.editions.rollout.models import Following, Hold, Mode
from cms.editions.rollout.queries import (
    chain_of,
    editions_of,
    mode_of,
    open_to,
    record_of,
    shown_releases,
)
from cms.editions.rollout.rights import check_accept
from cms.library.models import Release

if TYPE_CHECKING:
    from cms.accounts.models import User
    from cms.editions.models import Edition


@transaction.atomic
def follow_latest(clinic: Clinic, *, user: User | None = None) -> int:
    """Let every edition of ``clinic`` show the latest release, and return how many holds that ends.

    Raises ``PermissionDenied``.
    """
    check_accept(user, clinic.pk)
    was = _set_mode(clinic, Mode.LATEST)
    holds = Hold.objects.filter(edition__in=_editions(clinic))
    ended = {str(hold.edition_id): hold.release_id for hold in holds}
    holds.delete()
    if ended or was is not Mode.LATEST:
        log(clinic, "editions.follow_latest", user=user, data={"holds_ended": ended})
    return len(ended)


@transaction.atomic
def review_first(clinic: Clinic, *, user: User | None = None) -> int:
    """Hold every edition of ``clinic`` at the release that it shows now, and return how many that are.

    Editions that are held already stay where they are; those that show nothing cannot be held.
    Raises ``PermissionDenied``.
    """
    check_accept(user, clinic.pk)
    was = _set_mode(clinic, Mode.REVIEW)
    record = record_of(clinic)
    held = _hold_where_they_stand(_editions(clinic), record, user) if record else 0
    if held or was is not Mode.REVIEW:
        log(clinic, "editions.review_first", user=user, data={"editions_held": held})
    return held


@transaction.atomic
def hold(edition: Edition, release: Release | None = None, *, user: User | None = None) -> Hold:
    """Hold ``edition`` at ``release``, or at the one that it shows now.

    Raises ``ValidationError`` for a release that the edition cannot show, and ``PermissionDenied``.
    """
    clinic = _clinic_of(edition, user)
    release = release or shown_releases([edition], clinic).get(edition.pk)
    if release is None:
        raise ValidationError(_("The library has published nothing that this page could be held at."))
    return _point(edition, release, clinic, user, "editions.hold")


@transaction.atomic
def accept_release(edition: Edition, release: Release, *, user: User | None = None) -> Hold:
    """Move the hold of ``edition`` on to a newer release.

    Raises ``ValidationError`` for a release that is no newer or that the clinic's ring does not have, and
    ``PermissionDenied``.
    """
    clinic = _clinic_of(edition, user)
    shown = shown_releases([edition], clinic).get(edition.pk)
    if shown is not None and shown.pk >= release.pk:
        raise ValidationError(_("The page shows this release or a newer one already."))
    return _point(edition, release, clinic, user, "editions.accept_release")


@transaction.atomic
def go_back(edition: Edition, release: Release, *, user: User | None = None) -> Hold:
    """Hold ``edition`` at a release older than the one that it shows.

    What a correction made since names shows all the same. Raises ``ValidationError`` for a release that is no
    older, and ``PermissionDenied``.
    """
    clinic = _clinic_of(edition, user)
    shown = shown_releases([edition], clinic).get(edition.pk)
    if shown is not None and shown.pk <= release.pk:
        raise ValidationError(_("The page shows this release or an older one already."))
    return _point(edition, release, clinic, user, "editions.go_back")


@transaction.atomic
def let_go(edition: Edition, *, user: User | None = None) -> bool:
    """Let ``edition`` follow the latest release again; ``False`` if nothing held it.

    Raises ``PermissionDenied``.
    """
    _clinic_of(edition, user)
    held = Hold.objects.filter(edition=edition).first()
    if held is None:
        return False
    held.delete()
    log(edition, "editions.let_go", user=user, data={"from": held.release_id})
    return True


def hold_new_edition(edition: Edition) -> None:
    """Hold an edition that was just made at the release it opens with, if its clinic reviews first."""
    owner = clinic_for_page_path(edition.path)
    if owner is not None and mode_of(owner[0].id) is Mode.REVIEW:
        _hold_where_they_stand([edition], owner[0], edition.owner)


def _hold_where_they_stand(editions: Sequence[Edition], clinic: ClinicRecord, user: User | None) -> int:
    held = set(Hold.objects.filter(edition__in=editions).values_list("edition", flat=True))
    shown = shown_releases(editions, clinic)
    new = [
        Hold(edition_id=key, release=release, user=user) for key, release in shown.items() if key not in held
    ]
    return len(Hold.objects.bulk_create(new))


def _point(edition: Edition, release: Release, clinic: ClinicRecord, user: User | None, action: str) -> Hold:
    _check_fit(edition, release, clinic)
    before = Hold.objects.filter(edition=edition).values_list("release", flat=True).first()
    held, _created = Hold.objects.update_or_create(
        edition=edition, defaults={"release": release, "user": user}
    )
    log(edition, action, user=user, data={"from": before, "to": release.pk})
    return held


def _check_fit(edition: Edition, release: Release, clinic: ClinicRecord) -> None:
    code = release.page.locale.language_code
    if release.page.translation_key != edition.library_key or code not in chain_of(edition, clinic):
        raise ValidationError(_("This release is of another page. Choose one of the page's own releases."))
    if release.revision_id is None:
        raise ValidationError(_("The text of this release was not kept. Choose another one."))
    is_open = open_to(clinic.id).filter(pk=release.pk).exists()
    if not is_open and not Hold.objects.filter(edition=edition, release=release).exists():
        raise ValidationError(_("Your clinic has not received this release yet, or it was rolled back."))


def _clinic_of(edition: Edition, user: User | None) -> ClinicRecord:
    owner = clinic_for_page_path(edition.path)
    if owner is None:
        raise ValidationError(_("This page belongs to no clinic, so no release can be chosen for it."))
    check_accept(user, owner[0].id)
    return owner[0]


def _editions(clinic: Clinic) -> list[Edition]:
    record = record_of(clinic)
    return editions_of(record) if record else []


def _set_mode(clinic: Clinic, mode: Mode) -> Mode:
    """Store the mode and return the one before."""
    row, _created = Following.objects.for_clinic(clinic.pk).select_for_update().get_or_create(clinic=clinic)
    before = Mode(row.mode)
    if before is not mode:
        row.mode = mode
        row.save(update_fields=["mode"])
    return before
