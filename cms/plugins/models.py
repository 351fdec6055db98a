"""Which plugins the network allows, and which of them each clinic has switched on, with its settings."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings as installation
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.clinics.managers import ScopedManager
from cms.clinics.models import Clinic


class Allowance(models.Model):
    """The network lets its clinics switch a plugin on. The plugin may be gone: its name stays."""

    plugin = models.CharField(max_length=64, unique=True)
    allowed_by = models.ForeignKey(
        installation.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    allowed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.plugin


class Activation(models.Model):
    """What a clinic decided about a plugin. Switched off, or gone from the code, it keeps its settings."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="activations")
    plugin = models.CharField(max_length=64)
    is_on = models.BooleanField(default=False)
    settings = models.JSONField(default=dict, blank=True)
    changed_by = models.ForeignKey(
        installation.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("clinic", "plugin"), name="plugins_activation_once")
        ]
        permissions: ClassVar = [("switch_plugin", _("Can switch plugins on and off for a clinic"))]

    def __str__(self) -> str:
        return f"{self.clinic}: {self.plugin}"
