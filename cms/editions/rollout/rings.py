"""Ordering rings, and taking a release through them.

A release that goes out ring by ring gets one step per ring when it is published, in the same transaction.
From then on the clock decides at read; no job has to run. Moving a ring on or back writes one row.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.clinics.models import Clinic
from cms.editions.rollout.models import Ring, RingMember, RingStep
from cms.editions.rollout.queries import clinics_in, default_ring, newest_in, open_releases
from cms.editions.rollout.rights import check_order_rings, check_release
from cms.library.models import Release

if TYPE_CHECKING:
    from cms.accounts.models import User

taken_away = Signal()
"""Sent in the transaction in which ``clinics``, which are in ``ring`` now, lost releases that they showed:
``release``, or whichever the ring does not have if that is ``None``; with the ``user``."""

REASON_LENGTH = RingStep._meta.get_field("reason").max_length or 0
NAME_LENGTH = Ring._meta.get_field("name").max_length or 0
MOST_HOURS = 24 * 90


@transaction.atomic
def add_ring(name: str, *, delay_hours: int = 0, user: User | None = None) -> Ring:
    """Make a ring without clinics, after the others.

    It begins where the default ring is: what waits or was rolled back there waits or is rolled back here, so
    a clinic that is put into it shows what it showed before.

    Raises ``ValidationError`` and ``PermissionDenied``.
    """
    check_order_rings(user)
    default = default_ring()
    last = Ring.objects.order_by("-position").values_list("position", flat=True).first() or 0
    ring = Ring(name=name.strip(), delay_hours=delay_hours, position=last + 1)
    _check_ring(ring)
    ring.save()
    for step in RingStep.objects.filter(ring=default):
        step.pk, step.ring = None, ring
        step.save(force_insert=True)
    log(ring, "wagtail.create", user=user)
    return ring


@transaction.atomic
def change_ring(ring: Ring, *, name: str, delay_hours: int, user: User | None = None) -> Ring:
    """Rename a ring, or give later releases another delay; steps that exist keep their times.

    Raises ``ValidationError`` and ``PermissionDenied``.
    """
    check_order_rings(user)
    ring.name, ring.delay_hours = name.strip(), delay_hours
    _check_ring(ring)
    ring.save()
    log(ring, "wagtail.edit", user=user)
    return ring


@transaction.atomic
def order_rings(rings: Sequence[Ring], *, user: User | None = None) -> None:
    """Put the rings into this order. Raises ``ValidationError`` unless every ring is named once."""
    check_order_rings(user)
    if sorted(ring.pk for ring in rings) != sorted(Ring.objects.values_list("pk", flat=True)):
        raise ValidationError(_("The rings have changed meanwhile. Look at the list again."))
    for position, ring in enumerate(rings):
        ring.position = position
        ring.save(update_fields=["position"])
    if rings:
        log(rings[0], "editions.order_rings", user=user, data={"order": [ring.name for ring in rings]})


@transaction.atomic
def delete_ring(ring: Ring, *, user: User | None = None) -> int:
    """Delete a ring and return the number of its clinics, which come into the default ring.

    Raises ``ValidationError`` for the default ring, and ``PermissionDenied``.
    """
    check_order_rings(user)
    if ring.is_default:
        raise ValidationError(_("This ring has every clinic that is in no other, so it cannot be deleted."))
    clinics = list(clinics_in(ring).values_list("pk", flat=True))
    log(ring, "wagtail.delete", user=user, data={"clinics": len(clinics)})
    ring.delete()
    moved = Clinic.objects.filter(pk__in=clinics)
    taken_away.send(sender=Ring, ring=default_ring(), clinics=moved, release=None, user=user)
    return len(clinics)


@transaction.atomic
def move_clinic(clinic: Clinic, ring: Ring, *, user: User | None = None) -> bool:
    """Put ``clinic`` into ``ring``, and show at once what that ring shows; ``False`` if it was there before.

    Raises ``PermissionDenied``.
    """
    check_order_rings(user)
    member = RingMember.objects.for_clinic(clinic.pk).select_for_update().select_related("ring").first()
    before = member.ring if member else default_ring()
    if before.pk == ring.pk:
        return False
    if ring.is_default:
        RingMember.objects.for_clinic(clinic.pk).delete()
    else:
        RingMember.everywhere.update_or_create(clinic=clinic, defaults={"ring": ring})
    log(clinic, "editions.move_clinic", user=user, data={"from": before.name, "to": ring.name})
    moved = Clinic.objects.filter(pk=clinic.pk)
    taken_away.send(sender=Ring, ring=ring, clinics=moved, release=None, user=user)
    return True


@transaction.atomic
def plan_rollout(
    release: Release, start: datetime.datetime | None = None, *, user: User | None = None
) -> list[RingStep]:
    """Let the rings receive ``release`` one after the other, each its delay after ``start`` (default: now).

    Call it in the transaction that publishes the release, or every clinic shows it for a moment. The first
    release of a page gets no steps, since there is nothing that a waiting ring could show meanwhile.
    Raises ``ValidationError`` if the rings have begun already, and ``PermissionDenied``.
    """
    check_release(user)
    default_ring()
    if not Release.objects.filter(page=release.page_id, pk__lt=release.pk, revision__isnull=False).exists():
        return []
    if RingStep.objects.filter(release=release).exists():
        raise ValidationError(_("This release goes out ring by ring already."))
    start = start or release.released_at
    steps = RingStep.objects.bulk_create(
        RingStep(release=release, ring=ring, starts_at=start + datetime.timedelta(hours=ring.delay_hours))
        for ring in Ring.objects.all()
    )
    times = {step.ring.name: step.starts_at.isoformat() for step in steps}
    log(release.page, "editions.plan_rollout", user=user, data={"release": release.pk, "rings": times})
    return steps


@transaction.atomic
def start_now(release: Release, ring: Ring, *, user: User | None = None) -> RingStep:
    """Let ``ring`` show ``release`` from now on, though it should wait or was rolled back there.

    Raises ``ValidationError`` if the ring has it already, and ``PermissionDenied``.
    """
    check_release(user)
    now = timezone.now()
    step = RingStep.objects.select_for_update().filter(release=release, ring=ring).first()
    if step is None or (step.rolled_back_at is None and step.starts_at <= now):
        raise ValidationError(_("%(ring)s has this release already.") % {"ring": ring})
    step.starts_at, step.rolled_back_at, step.rolled_back_by, step.reason = now, None, None, ""
    step.save()
    _log(release, ring, "editions.start_ring", user)
    return step


@transaction.atomic
def postpone(
    release: Release, ring: Ring, starts_at: datetime.datetime, *, user: User | None = None
) -> RingStep:
    """Let a ring that waits for ``release`` receive it at another time.

    Raises ``ValidationError`` if the ring does not wait for it or the time is past, and ``PermissionDenied``.
    """
    check_release(user)
    now = timezone.now()
    step = RingStep.objects.select_for_update().filter(release=release, ring=ring).first()
    if step is None or step.rolled_back_at is not None or step.starts_at <= now:
        raise ValidationError(
            _("%(ring)s does not wait for this release. To take it away again, roll it back.")
            % {"ring": ring}
        )
    if starts_at <= now:
        raise ValidationError(_("Give a time that is still to come, or start the release now."))
    step.starts_at = starts_at
    step.save(update_fields=["starts_at"])
    _log(release, ring, "editions.postpone_ring", user, starts_at=starts_at.isoformat())
    return step


@transaction.atomic
def roll_back(release: Release, ring: Ring, reason: str, *, user: User | None = None) -> RingStep:
    """Let ``ring`` show the release before ``release`` again, or never receive it: one row, and no text.

    What the clinics of the ring wrote stays, and so does what a correction names; what the release took up
    from a proposal of one of them is that clinic's own again. Raises ``ValidationError``
    without a reason, without an earlier release to show, or if it changes nothing; and ``PermissionDenied``.
    """
    check_release(user)
    _check_reason(reason)
    _check_roll_back(release, ring)
    step, _created = RingStep.objects.update_or_create(
        release=release,
        ring=ring,
        defaults={"rolled_back_at": timezone.now(), "rolled_back_by": user, "reason": reason.strip()},
        create_defaults={
            "starts_at": release.released_at,
            "rolled_back_at": timezone.now(),
            "rolled_back_by": user,
            "reason": reason.strip(),
        },
    )
    _log(release, ring, "editions.roll_back", user, why=reason.strip())
    taken_away.send(sender=Ring, ring=ring, clinics=clinics_in(ring), release=release, user=user)
    return step


def _check_ring(ring: Ring) -> None:
    if not ring.name:
        raise ValidationError(_("The ring needs a name."))
    if len(ring.name) > NAME_LENGTH:
        raise ValidationError(
            _("The name of a ring has at most %(count)d characters.") % {"count": NAME_LENGTH}
        )
    if Ring.objects.filter(name=ring.name).exclude(pk=ring.pk).exists():
        raise ValidationError(
            _("There is a ring called “%(name)s” already. Give this one another name.") % {"name": ring.name}
        )
    if not 0 <= ring.delay_hours <= MOST_HOURS:
        raise ValidationError(
            _("The delay of a ring is a number of hours from 0 to %(most)d.") % {"most": MOST_HOURS}
        )
    ring.full_clean()


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError(_("Say why the release is rolled back: the clinics will ask."))
    if len(reason.strip()) > REASON_LENGTH:
        raise ValidationError(_("Say it in at most %(count)d characters.") % {"count": REASON_LENGTH})


def _check_roll_back(release: Release, ring: Ring) -> None:
    if RingStep.objects.filter(release=release, ring=ring, rolled_back_at__isnull=False).exists():
        raise ValidationError(_("This release is rolled back in %(ring)s already.") % {"ring": ring})
    shown = newest_in(ring, release.page_id)
    if shown is not None and shown.pk > release.pk:
        raise ValidationError(
            _("%(ring)s shows a newer release by now: %(release)s. Roll that one back first.")
            % {"ring": ring, "release": shown}
        )
    if not open_releases(ring).filter(page=release.page_id, pk__lt=release.pk).exists():
        raise ValidationError(_("There is no earlier release that this ring could show instead."))


def _log(release: Release, ring: Ring, action: str, user: User | None, **data: str) -> None:
    log(release.page, action, user=user, data={"release": release.pk, "ring": ring.name, **data})
