"""What a clinic answered to the library's updates, kept so that every answer can be undone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.clinics.managers import ScopedManager
from cms.clinics.models import Clinic

ACKNOWLEDGED = "acknowledged"
"""Where ``Answer.after`` keeps the acknowledgements that the answer made."""


class Choice(models.TextChoices):
    """What a clinic can answer."""

    ACCEPT = "accept", _("Take the library's version")
    KEEP = "keep", _("Keep our version")
    MERGE = "merge", _("Take both changes together")
    EDIT = "edit", _("Write a new version")


class Answer(models.Model):
    """One answer about one block or field, with the rows and base as they were before and after it.

    ``before`` and ``after`` hold ``{"row": …, "base": …}`` of the target, ``None`` where there was none.
    ``after`` also names the acknowledgements of corrections that the answer made, under ``ACKNOWLEDGED``.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="answers")
    edition = models.ForeignKey("editions.Edition", on_delete=models.CASCADE, related_name="answers")
    target = models.CharField(max_length=64)
    choice = models.CharField(max_length=20, choices=Choice)
    before = models.JSONField()
    after = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_choice_display()} ({self.target})"
