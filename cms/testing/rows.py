"""Records for a plugin's models, made from their fields, so that there is something that could leak."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.apps import AppConfig, apps
from django.db import models
from wagtail.models import Page

from cms.clinics.models import Clinic
from cms.clinics.queries import scope_path
from cms.plugins.contexts import PluginContext
from cms.plugins.registry import Entry

# By the class of the field, the more special ones first.
VALUES: tuple[tuple[type[models.Field], Any], ...] = (
    (models.EmailField, lambda field, number: f"sample{number}@example.com"),
    (models.URLField, lambda field, number: f"https://example.com/{number}/"),
    (models.SlugField, lambda field, number: f"sample-{number}"),
    (models.CharField, lambda field, number: f"Sample {number}"[-(field.max_length or 20) :]),
    (models.TextField, lambda field, number: f"Sample {number}"),
    (models.DateTimeField, lambda field, number: datetime.datetime(2999, 1, number, tzinfo=datetime.UTC)),
    (models.DateField, lambda field, number: datetime.date(2999, 1, number)),
    (models.TimeField, lambda field, number: datetime.time(number)),
    (models.DurationField, lambda field, number: datetime.timedelta(minutes=number)),
    (models.BooleanField, lambda field, number: True),
    (models.DecimalField, lambda field, number: Decimal(number)),
    (models.FloatField, lambda field, number: float(number)),
    (models.IntegerField, lambda field, number: number),
    (models.UUIDField, lambda field, number: uuid.UUID(int=number)),
    (models.JSONField, lambda field, number: {"sample": number}),
)


def models_of(entry: Entry) -> list[type[models.Model]]:
    """Return the models of a plugin, those without a table of their own left out."""
    app = app_of(entry)
    return [one for one in app.get_models() if one._meta.managed and not one._meta.proxy] if app else []


def app_of(entry: Entry) -> AppConfig | None:
    """Return the application of a plugin, ``None`` if Django does not know it as one."""
    return next((one for one in apps.get_app_configs() if one.name == entry.installed.module), None)


def scoped_models(entry: Entry) -> list[type[models.Model]]:
    """Return the models of a plugin that belong to a clinic, pages left out."""
    return [one for one in models_of(entry) if not issubclass(one, Page) and scope_path(one) is not None]


def rows_of(model: type[models.Model], clinic_id: int) -> models.QuerySet[Any]:
    """Return what a model of a plugin keeps for a clinic."""
    return model._base_manager.filter(**{f"{scope_path(model)}__pk": clinic_id})


def make_rows(entry: Entry, context: PluginContext, number: int) -> None:
    """Leave a clinic with ``number`` records of each model that belongs to clinics."""
    for model in scoped_models(entry):
        wanted = min(number, 1) if _is_one_per_clinic(model) else number
        for one in range(rows_of(model, context.clinic.id).count(), wanted):
            _make(model, context.clinic.id, one + 1)


def _is_one_per_clinic(model: type[models.Model]) -> bool:
    return any(one.unique and one.related_model is Clinic for one in model._meta.concrete_fields)


def _make(model: type[models.Model], clinic_id: int, number: int) -> models.Model:
    values = {
        field.name: value_of(field, clinic_id, number)
        for field in model._meta.concrete_fields
        if not (field.primary_key or field.null or field.has_default() or getattr(field, "auto_now", False))
    }
    return model._base_manager.create(**values)


def value_of(field: models.Field, clinic_id: int, number: int) -> Any:
    """Return an example for a field, the same for the same ``number``."""
    if field.is_relation:
        target = field.related_model
        if target is Clinic:
            return Clinic.objects.get(pk=clinic_id)
        if isinstance(target, type) and target._meta.app_label == field.model._meta.app_label:
            return _make(target, clinic_id, number)
    elif field.choices:
        return field.choices[0][0]
    for kind, value in VALUES:
        if isinstance(field, kind):
            return value(field, number)
    return pytest.fail(
        f"The kit cannot make an example of {field.model.__name__}.{field.name}. "
        "Give it one: let the fixture plugin_samples return Samples(fill=…).",
        pytrace=False,
    )
