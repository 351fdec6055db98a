"""System checks that keep clinic data scoped, in this project and in every plugin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import models
from django.urls import get_resolver
from wagtail.admin.viewsets import viewsets

from cms.clinics.managers import ScopedManager
from cms.clinics.models import Clinic
from cms.clinics.queries import scope_path
from cms.clinics.viewsets import ScopedViewSet


def connect() -> None:
    """Run these checks with Django's own."""
    register(check_managers, Tags.models)
    register(check_view_sets, Tags.urls)


def check_managers(**kwargs: Any) -> list[CheckMessage]:
    """Every model with a key to a clinic reads through a manager that demands a scope."""
    return unscoped_models(apps.get_models())


def check_view_sets(**kwargs: Any) -> list[CheckMessage]:
    """Every registered view set of a model with clinic data derives from ``ScopedViewSet``."""
    _ = get_resolver().url_patterns  # the admin registers its view sets when its addresses are read
    return unscoped_view_sets(viewsets.viewsets)


def unscoped_models(models_to_check: Iterable[type[models.Model]]) -> list[CheckMessage]:
    """Return an error for each model that has a clinic and lets itself be read without saying which."""
    return [
        Error(
            f"{model._meta.label} belongs to a clinic, but {model.__name__}.objects does not demand one.",
            hint="Declare: everywhere = models.Manager(); objects = ScopedManager()",
            obj=model,
            id="meridian.E010",
        )
        for model in models_to_check
        if not issubclass(model, Clinic)
        and scope_path(model) is not None
        and not isinstance(getattr(model, "objects", None), ScopedManager)
    ]


def unscoped_view_sets(registered: Iterable[Any]) -> list[CheckMessage]:
    """Return an error for each view set that would show one clinic's data to another."""
    return [
        Error(
            f"{type(view_set).__name__} shows {view_set.model._meta.label} of every clinic to everyone.",
            hint="Derive it from cms.clinics.viewsets.ScopedViewSet.",
            obj=type(view_set),
            id="meridian.E011",
        )
        for view_set in registered
        if isinstance(getattr(view_set, "model", None), type)
        and scope_path(view_set.model) is not None
        and not isinstance(view_set, ScopedViewSet)
    ]
