"""A clinic offers its version of a block or field to the library."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.clinics.managers import ScopedManager
from cms.clinics.models import Clinic
from cms.library.models import LibraryPage, Release


class Proposal(models.Model):
    """One offer: the words as they were when it was made, and what became of it.

    ``value`` is ``{"type": …, "value": …}`` of the clinic's version, ``base`` the library's words that the
    clinic had before it. It outlives the edition.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for the library")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="proposals")
    edition = models.ForeignKey(
        "editions.Edition", null=True, on_delete=models.SET_NULL, related_name="proposals"
    )
    library_page = models.ForeignKey(LibraryPage, on_delete=models.CASCADE, related_name="proposals")
    target = models.CharField(max_length=64)
    value = models.JSONField()
    base = models.JSONField(null=True)
    note = models.CharField(_("why the library should have it"), max_length=300, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    release = models.ForeignKey(Release, null=True, on_delete=models.SET_NULL, related_name="+")

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("edition", "target"),
                condition=models.Q(state="open"),
                name="editions_one_open_proposal",
            )
        ]

    def __str__(self) -> str:
        return f"{self.clinic}: {self.library_page}, {self.target}"
