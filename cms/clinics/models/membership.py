"""Which group of users works for which clinic, and as what."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.clinics.managers import ScopedManager
from cms.clinics.models.clinic import Clinic


class ClinicRole(models.Model):
    """Members of ``group`` work for ``clinic`` in this role; ``cms.clinics.roles`` says what it allows."""

    class Role(models.TextChoices):
        OWNER = "clinic_owner", _("Clinic owner")
        MARKETER = "clinic_marketer", _("Clinic marketer")

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="clinic_role")
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=30, choices=Role)

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        verbose_name = _("role at a clinic")
        verbose_name_plural = _("roles at clinics")
        constraints = (models.UniqueConstraint(fields=("clinic", "role"), name="clinic_role_once"),)

    def __str__(self) -> str:
        return f"{self.clinic}: {self.get_role_display()}"
