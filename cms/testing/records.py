"""The records of a clinic that an address can name, and by which texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Any
from uuid import UUID

from django.db import models
from django.urls.converters import IntConverter, UUIDConverter
from wagtail.models import Page

from cms.clinics.models import Clinic, Location, Practitioner
from cms.testing.addresses import Address, accepts
from cms.testing.network import home_of
from cms.testing.page_types import page_types
from cms.testing.rows import rows_of, scoped_models
from cms.testing.trial import Trial

MOST = 100
"""Of how many paths to one view the kit makes use, where the view captures much."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: ``keys`` are what is its own, such as its number, and ``values`` those of its fields."""

    keys: tuple[Any, ...]
    values: Mapping[str, Any]

    def texts(self, name: str, converter: Any) -> list[str]:
        """Return what stands for the record where an address captures ``name``, the likeliest first."""
        found = [self.values.get(name), *self.keys]
        texts = (str(one) for one in found if one is not None and _is_of(converter, one))
        return list(dict.fromkeys(one for one in texts if accepts(converter, one)))


def records_of(trial: Trial, clinic: Clinic) -> list[Record]:
    """Return what a clinic has: what the plugin keeps for it, a page, a person, a place, and itself."""
    kept = [row for model in scoped_models(trial.entry) for row in rows_of(model, clinic.pk).order_by("pk")]
    homes = home_of(clinic)
    pages = [page for model in page_types(trial.entry) for page in model.objects.child_of(homes)]
    people = [*Practitioner.objects.for_clinic(clinic), *Location.objects.for_clinic(clinic)]
    return [_record(one) for one in (*kept, *pages, trial.page(clinic=clinic), *people, clinic)]


def paths_to(address: Address, records: Sequence[Record]) -> list[str]:
    """Return paths that name the ``records``, each by what is likeliest; an example if they name none."""
    found = []
    for record in records:
        texts = {name: record.texts(name, one)[:1] for name, one in address.captures.items()}
        if all(texts.values()):
            found.append(address.path({name: text for name, (text,) in texts.items()}))
    return list(dict.fromkeys(found)) or [address.path()]


def paths_across(address: Address, own: Sequence[Record], foreign: Sequence[Record]) -> list[str]:
    """Return paths that name something of ``foreign`` records, alone or together with ``own`` ones."""
    ours = {name: _texts(own, name, one) for name, one in address.captures.items()}
    theirs = {
        name: [text for text in _texts(foreign, name, one) if text not in ours[name]]
        for name, one in address.captures.items()
    }
    mixed = [{name: theirs[name] if name == other else ours[name][:1] for name in ours} for other in ours]
    named = [one for one in (theirs, *mixed) if any(set(one[name]) - set(ours[name]) for name in ours)]
    return list(dict.fromkeys(path for one in named for path in _paths(address, one)))


def _paths(address: Address, texts: Mapping[str, Sequence[str]]) -> list[str]:
    choices = product(*([(name, text) for text in some] or [(name, "")] for name, some in texts.items()))
    return list(dict.fromkeys(address.path(dict(one)) for one in islice(choices, MOST)))


def _texts(records: Sequence[Record], name: str, converter: Any) -> list[str]:
    return list(dict.fromkeys(text for one in records for text in one.texts(name, converter)))


def _record(row: models.Model) -> Record:
    values = {
        one.name: one.value_from_object(row) for one in row._meta.concrete_fields if not one.is_relation
    }
    return Record((row.pk, *_unique(row)), {**values, "pk": row.pk})


def _unique(row: models.Model) -> Iterator[Any]:
    for one in row._meta.concrete_fields:
        is_place = one.model is Page and one.name == "path"  # where a page is in the tree names it to nobody
        names_it = one.unique or isinstance(one, models.SlugField | models.UUIDField)
        if names_it and not (one.is_relation or one.primary_key or is_place):
            yield one.value_from_object(row)


def _is_of(converter: Any, value: Any) -> bool:
    """Whether a value is of the kind that a converter makes; one that makes texts takes any."""
    if isinstance(converter, IntConverter):
        return isinstance(value, int) and not isinstance(value, bool)
    return not isinstance(converter, UUIDConverter) or isinstance(value, UUID)
