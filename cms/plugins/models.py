"""What the network allows and each clinic has on, and what background work was done for it and found."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings as installation
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.clinics.managers import ScopedManager
from cms.clinics.models import Clinic


class Allowance(models.Model):
    """The network lets its clinics switch a plugin on. The plugin may be gone: its name stays.

    ``settings`` are what clinics begin with, where that is not what the plugin itself says.
    """

    plugin = models.CharField(max_length=64, unique=True)
    settings = models.JSONField(default=dict, blank=True)
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


class Run(models.Model):
    """When a plugin's job or probe was last begun for a clinic, and what came of it.

    The row is the claim to the work as well: while it is not finished, nobody else begins. ``problem`` is why
    it failed, empty if it did not.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="+")
    plugin = models.CharField(max_length=64)
    point = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("clinic", "plugin", "point"), name="plugins_run_once")
        ]

    def __str__(self) -> str:
        return f"{self.clinic}: {self.plugin} {self.point}"


class ProbeResult(models.Model):
    """What was found at the last look at something that a plugin depends on.

    ``state`` is a ``HealthState``, ``since`` when it got into that, ``told_at`` when the clinic was told that
    it is not well.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="+")
    plugin = models.CharField(max_length=64)
    name = models.CharField(max_length=100)
    state = models.CharField(max_length=10)
    message = models.TextField(blank=True)
    checked_at = models.DateTimeField()
    since = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("clinic", "plugin", "name"), name="plugins_probe_result_once")
        ]

    def __str__(self) -> str:
        return f"{self.clinic}: {self.plugin} {self.name} {self.state}"
