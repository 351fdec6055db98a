"""Where a clinic receives its patients, and when."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from cms.clinics.managers import ScopedManager
from cms.clinics.models.clinic import Clinic


class Location(ClusterableModel):
    """An address of a clinic. The first in order is the one whose city and telephone stand for the clinic."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        OPENING_SOON = "opening_soon", _("Opening soon")

    clinic = models.ForeignKey(
        Clinic, on_delete=models.CASCADE, related_name="locations", verbose_name=_("clinic")
    )
    name = models.CharField(_("name"), max_length=120)
    street = models.CharField(_("street"), max_length=160)
    postal_code = models.CharField(_("postal code"), max_length=20)
    city = models.CharField(_("city"), max_length=80)
    region = models.CharField(
        _("region"), max_length=80, blank=True, help_text=_("A state or province, where addresses have one.")
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.OPEN)
    position = models.PositiveIntegerField(
        _("position"),
        default=0,
        help_text=_("The location with the lowest number comes first and stands for the clinic."),
    )

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether patients are received here yet."""
        return self.state == self.State.OPEN


class OpeningHours(models.Model):
    """One span of time on one day of the week; a day with a break has two."""

    location = ParentalKey(Location, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=list(WEEKDAYS.items()))
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager("location__clinic")

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ("weekday", "opens")

    def __str__(self) -> str:
        return f"{self.weekday_name} {self.opens:%H:%M}–{self.closes:%H:%M}"

    @property
    def weekday_name(self) -> str | Promise:
        """The day in the visitor's language."""
        return WEEKDAYS[self.weekday]

    def clean(self) -> None:
        super().clean()
        if self.opens is not None and self.closes is not None and self.opens >= self.closes:
            raise ValidationError({"closes": _("The closing time must be later than the opening time.")})
