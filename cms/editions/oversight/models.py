"""What the network needs to see at once: an index of every clinic's decisions, and who acknowledged what."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.clinics.managers import ScopedManager
from cms.clinics.models import Clinic
from cms.library.models import Correction


class DecisionKind(models.TextChoices):
    """What a clinic decided about a part of a page."""

    REPLACE = "replace", _("own version")
    HIDE = "hide", _("hidden")
    ADD = "add", _("own block")
    FIELD = "field", _("own field")


class Follower(models.Model):
    """A published edition: whose it is, which library page it follows and in which language, since when.

    An index like ``Decision``: narrow rows, so that a network with many editions is counted in one look.
    """

    edition = models.OneToOneField(
        "editions.Edition", primary_key=True, on_delete=models.CASCADE, related_name="follower"
    )
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="followers")
    library_key = models.UUIDField()
    language = models.CharField(max_length=20)
    since = models.DateTimeField()

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=("library_key", "clinic", "language"), name="editions_follower_of_page")
        ]

    def __str__(self) -> str:
        return f"{self.clinic}: {self.library_key} ({self.language})"


class Decision(models.Model):
    """One decision of a published edition: a row of an index, made anew whenever the edition is published.

    ``target`` is a block's id or a field's name; ``base_digest`` what the library said then (empty if nobody
    noted it), ``own_digest`` what the clinic says, ``is_signed_off`` whether a clinical reviewer signed off
    exactly that. The truth is in the edition; this only finds it.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="decisions")
    edition = models.ForeignKey("editions.Edition", on_delete=models.CASCADE, related_name="decisions")
    library_key = models.UUIDField()
    language = models.CharField(max_length=20)
    target = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, choices=DecisionKind)
    base_digest = models.CharField(max_length=64, blank=True)
    base_correction = models.BigIntegerField(default=0)
    base_revision = models.BigIntegerField(null=True)
    own_digest = models.CharField(max_length=64, blank=True)
    is_signed_off = models.BooleanField(default=False)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("edition", "target"), name="editions_decision_once")
        ]
        indexes: ClassVar = [models.Index(fields=("library_key", "target"), name="editions_decision_target")]

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_kind_display()} {self.target}"


class Acknowledgement(models.Model):
    """A clinic has read a correction and decided about whatever it parked."""

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="acknowledgements")
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="acknowledgements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    acknowledged_at = models.DateTimeField(auto_now_add=True)

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("correction", "clinic"), name="editions_acknowledged_once")
        ]

    def __str__(self) -> str:
        return f"{self.clinic}: {self.correction}"


class Reminder(models.Model):
    """A mail that reminded a person of a correction which a clinic has not acknowledged: one a day at most.

    It is noted before it is sent, and ``is_sent`` once it was: a run that is killed may leave it open.
    """

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="reminders")
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    is_sent = models.BooleanField(default=False)
    sent_on = models.DateField()
    sent_at = models.DateTimeField(auto_now_add=True)

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("correction", "clinic", "person", "sent_on"), name="editions_reminded_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clinic}, {self.sent_on}"
