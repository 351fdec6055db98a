"""Which release an edition shows: rings of clinics that receive it one after the other, and holds."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.clinics.managers import ScopedManager
from cms.clinics.models import Clinic
from cms.library.models import Release


class Mode(models.TextChoices):
    """How a clinic follows the library."""

    LATEST = "latest", _("Always show the latest release")
    REVIEW = "review", _("Review each release first")


class Following(models.Model):
    """How one clinic follows the library; a clinic without a row shows the latest release."""

    clinic = models.OneToOneField(Clinic, on_delete=models.CASCADE, related_name="following")
    mode = models.CharField(_("releases"), max_length=20, choices=Mode, default=Mode.LATEST)

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    def __str__(self) -> str:
        return f"{self.clinic}: {self.get_mode_display()}"


class Hold(models.Model):
    """An edition that stays on a release until its clinic accepts a newer one: a pointer, and no text."""

    edition = models.OneToOneField("editions.Edition", on_delete=models.CASCADE, related_name="hold")
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="holds")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    since = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.edition}: {self.release}"


class Ring(models.Model):
    """Clinics that receive a release together, ``delay_hours`` after it was made.

    One ring is the default: it has every clinic that is a member of no other.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    delay_hours = models.PositiveIntegerField(
        _("delay in hours"), default=0, help_text=_("How long after the release this ring receives it.")
    )
    is_default = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("ring")
        verbose_name_plural = _("rings")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("is_default",), condition=models.Q(is_default=True), name="editions_one_default_ring"
            )
        ]

    def __str__(self) -> str:
        return self.name


class RingMember(models.Model):
    """A clinic's place in a ring other than the default one."""

    clinic = models.OneToOneField(Clinic, on_delete=models.CASCADE, related_name="ring_member")
    ring = models.ForeignKey(Ring, on_delete=models.CASCADE, related_name="members")

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    def __str__(self) -> str:
        return f"{self.clinic} ({self.ring})"


class RingStep(models.Model):
    """When a ring receives a release, and whether it was taken back there.

    A ring without a step for a release has it at once. A release that has not started in a ring, or was
    rolled back there, is passed over: the ring shows the newest one before it.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="steps")
    ring = models.ForeignKey(Ring, on_delete=models.CASCADE, related_name="steps")
    starts_at = models.DateTimeField(_("starts"))
    rolled_back_at = models.DateTimeField(null=True, blank=True)
    rolled_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("release", "ring"), name="editions_one_step_per_ring")
        ]

    def __str__(self) -> str:
        return f"{self.release}: {self.ring}"
