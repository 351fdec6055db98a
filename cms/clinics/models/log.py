"""Who changed what at a clinic, in a table of its own.

Wagtail's log shows a user every entry of a kind of object that the user may edit, of whichever clinic it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models.audit_log import BaseLogEntry, BaseLogEntryManager, LogEntryQuerySet


class ClinicLogEntryQuerySet(LogEntryQuerySet):
    """Log entries with the objects they are about."""

    def with_instances(self) -> Iterator[tuple[ClinicLogEntry, models.Model | None]]:
        """Pair each entry with its object, or with ``None`` if that is gone."""
        entries = list(self)
        found: dict[tuple[int, str], models.Model] = {}
        for content_type_id in {entry.content_type_id for entry in entries}:
            model = ContentType.objects.get_for_id(content_type_id).model_class()
            keys = [entry.object_id for entry in entries if entry.content_type_id == content_type_id]
            for instance in model._default_manager.in_bulk(keys).values() if model else ():
                found[content_type_id, str(instance.pk)] = instance
        for entry in entries:
            yield entry, found.get((entry.content_type_id, entry.object_id))


class ClinicLogEntryManager(BaseLogEntryManager):
    """Writes and finds log entries of clinic data."""

    def get_queryset(self) -> ClinicLogEntryQuerySet:
        return ClinicLogEntryQuerySet(self.model, using=self._db)

    def log_action(self, instance: models.Model, action: str, **values: Any) -> ClinicLogEntry:
        """Log an action on an object; which clinic it belonged to then is kept."""
        from cms.clinics.queries import clinic_id_of  # queries are built on the models

        return super().log_action(
            instance, action, object_id=str(instance.pk), clinic_key=clinic_id_of(instance), **values
        )

    def viewable_by_user(self, user: Any) -> models.QuerySet[ClinicLogEntry]:
        """Return the entries of the user's clinics, of the kinds of objects that the user may work on."""
        from cms.clinics.queries import clinics_of, kinds_of_work, works_for_every_clinic  # as above

        entries = self.filter(content_type__in=kinds_of_work(user))
        if works_for_every_clinic(user):
            return entries
        return entries.filter(clinic_key__in=clinics_of(user).values("pk"))

    def for_instance(self, instance: models.Model) -> models.QuerySet[ClinicLogEntry]:
        """Return the entries about one object."""
        content_type = ContentType.objects.get_for_model(instance, for_concrete_model=False)
        return self.filter(content_type=content_type, object_id=str(instance.pk))


class ClinicLogEntry(BaseLogEntry):
    """One action on clinic data; it outlives the object and the clinic, so it holds plain keys."""

    object_id = models.CharField(max_length=255, db_index=True)
    clinic_key = models.BigIntegerField(null=True, db_index=True)

    objects = ClinicLogEntryManager()

    class Meta:
        verbose_name = _("log entry of a clinic")
        verbose_name_plural = _("log entries of clinics")
        ordering = ("-timestamp", "-id")
