"""Managers for what belongs to a clinic: reading demands to say of which.

A model with clinic data has two managers. ``objects`` reads only through
:meth:`ScopedManager.for_clinic`; ``everywhere`` is plain, for Django's own machinery and for the few
places that look across the network and say so.
"""

from __future__ import annotations

from typing import Any, NoReturn, Protocol, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class HasId(Protocol):
    """A clinic or its record."""

    @property
    def id(self) -> int: ...


class MissingScopeError(RuntimeError):
    """Clinic data was read without saying of which clinic."""


class ScopedManager(models.Manager[M]):
    """A manager that demands a scope; ``path`` leads from the model to its clinic."""

    def __init__(self, path: str = "clinic") -> None:
        super().__init__()
        self.path = path

    def for_clinic(self, clinic: HasId | int) -> models.QuerySet[M]:
        """Return what belongs to ``clinic``: a ``Clinic``, a ``ClinicRecord`` or the id of either."""
        clinic_id = clinic if isinstance(clinic, int) else clinic.id
        return super().get_queryset().filter(**{f"{self.path}_id": clinic_id})

    def create(self, **values: Any) -> M:
        """Create an object; the model's own key says whose it is."""
        return super().get_queryset().create(**values)

    def get_queryset(self) -> NoReturn:
        name = self.model.__name__
        raise MissingScopeError(
            f"{name} belongs to a clinic: say {name}.objects.for_clinic(clinic), "
            f"or {name}.everywhere where the whole network is meant."
        )
