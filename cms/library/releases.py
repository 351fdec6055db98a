"""Releases of library pages, the corrections among them, and an index of what the published pages say."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision


def keep_released(collector: Any, field: Any, releases: Any, using: str) -> None:
    """Protect the revision of a release from being purged, but let it go together with its page.

    Django's ``PROTECT`` would forbid deleting the page too, since it does not see that the release goes with
    it; ``RESTRICT`` does, but raises an error that Wagtail's purging of revisions does not expect.
    """
    origin = getattr(collector.origin, "model", type(collector.origin))
    if origin is Revision:
        raise ProtectedError("This version of the page has been released and is kept.", set(releases))
    collector.add_restricted_objects(field, releases)


class ReleaseClass(models.TextChoices):
    """How much a release changes for the reader, and so how clinics are told about it."""

    EDITORIAL = "editorial", _("Editorial: wording only")
    SUBSTANTIVE = "substantive", _("Substantive: the meaning changes")
    SAFETY = "safety", _("Safety: a risk or a warning changes")


class Release(models.Model):
    """One publication of a library page; the record of what changed for clinics, when and why."""

    page = models.ForeignKey("library.LibraryPage", on_delete=models.CASCADE, related_name="releases")
    revision = models.ForeignKey(Revision, null=True, on_delete=keep_released, related_name="+")
    release_class = models.CharField(max_length=20, choices=ReleaseClass)
    note = models.CharField(max_length=300, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    released_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("page", "revision"), name="library_release_once")
        ]

    def __str__(self) -> str:
        return f"{self.page.title}, {self.released_at:%Y-%m-%d %H:%M} ({self.get_release_class_display()})"


class Correction(models.Model):
    """A release that must show everywhere at once: through replaced blocks, holds and older translations.

    Corrections are ordered by their keys: a decision or a translation that was made when correction 7 was in
    force is older than correction 8 and no other. One that is made in the library's source language
    ``reaches_translations``; one that mends a translation concerns that language alone.
    """

    release = models.OneToOneField(Release, on_delete=models.CASCADE, related_name="correction")
    library_key = models.UUIDField(db_index=True)
    language = models.CharField(max_length=20)
    reaches_translations = models.BooleanField()
    reason = models.TextField(_("reason"), max_length=500)
    deadline = models.DateField(_("deadline"), help_text=_("The day until which clinics acknowledge it."))

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.release}: {self.reason[:60]}"


class CorrectedPart(models.Model):
    """One block or field that a correction names; ``digest`` is of what it says since, empty if gone."""

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="parts")
    target = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("correction", "target"), name="library_corrected_part_once")
        ]
        indexes: ClassVar = [models.Index(fields=("target",), name="library_corrected_target")]

    def __str__(self) -> str:
        return f"{self.target} ({self.correction})"


class LibraryPart(models.Model):
    """What a published library page says, part by part: an index for questions about the whole network.

    ``target`` is a block's id or a field's name; fields have the position -1.
    """

    page = models.ForeignKey("library.LibraryPage", on_delete=models.CASCADE, related_name="parts")
    target = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    type = models.CharField(max_length=64)
    heading = models.CharField(max_length=255, blank=True)
    policy = models.CharField(max_length=20)
    position = models.IntegerField()

    class Meta:
        ordering: ClassVar = ["page", "position", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=("page", "target"), name="library_part_once")]

    def __str__(self) -> str:
        return self.heading or self.target
