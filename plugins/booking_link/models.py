"""What the plugin keeps: how often its buttons were used, how its links are, to whose accounts they lead."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.plugins.api import ScopedManager

CLINIC = "clinics.Clinic"


class Clicks(models.Model):
    """How often the buttons of one kind were used on one day: a number, and nothing of who used them.

    ``day`` is the clinic's own. ``page`` is the key of the page with the button, 0 where there was none; it
    outlives the page. ``shard`` keeps processes that count at the same time out of each other's rows: the sum
    over the shards counts.
    """

    clinic = models.ForeignKey(CLINIC, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    page = models.BigIntegerField(default=0)
    placement = models.CharField(max_length=40)
    language = models.CharField(max_length=12)
    shard = models.PositiveSmallIntegerField(default=0)
    number = models.BigIntegerField(default=0)

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("clinic", "day", "page", "placement", "language", "shard"),
                name="booking_link_clicks_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.placement}: {self.number}"


class LinkCheck(models.Model):
    """What was found when a link of a clinic was last looked at.

    ``since`` is when the link got into this ``state``; ``detail`` is where it leads now, or the status that
    the server answered.
    """

    class State(models.TextChoices):
        OK = "ok", _("Works")
        MOVED = "moved", _("Has moved")
        GONE = "gone", _("Is gone")
        BLOCKED = "blocked", _("Cannot be checked")
        TIMEOUT = "timeout", _("Does not answer in time")
        INSECURE = "insecure", _("Is not secure")
        UNREACHABLE = "unreachable", _("Cannot be reached")

    clinic = models.ForeignKey(CLINIC, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=500)
    state = models.CharField(max_length=12, choices=State)
    detail = models.CharField(max_length=500, blank=True)
    since = models.DateTimeField()
    checked_at = models.DateTimeField()

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        ordering = ("address",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("clinic", "address"), name="booking_link_linkcheck_once")
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.get_state_display()}"


class Account(models.Model):
    """A clinic's links lead to this account of a booking service; kept in step with its settings."""

    clinic = models.ForeignKey(CLINIC, on_delete=models.CASCADE, related_name="+")
    provider = models.CharField(max_length=40)
    account = models.CharField(max_length=200)

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("clinic", "provider", "account"), name="booking_link_account_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=("provider", "account"), name="booking_link_account_whose")]

    def __str__(self) -> str:
        return f"{self.provider}: {self.account}"
