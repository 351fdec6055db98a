"""Point 16: what the plugin keeps is taken out, read back, and forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from wagtail.models import Page, Revision

from cms.clinics.models import Clinic
from cms.plugins.data.erasing import erase_at
from cms.plugins.data.exporting import export_clinic
from cms.plugins.declared import Exporter
from cms.plugins.registry import Entry
from cms.testing.points import concerns, demand_nothing
from cms.testing.rows import models_of, rows_of, scoped_models
from cms.testing.trial import Trial

SHORTEST = 4
"""A text of fewer letters may be anything."""


def keeps_something(entry: Entry) -> bool:
    plugin = entry.plugin
    return bool(plugin and (plugin.exporter or plugin.eraser or scoped_models(entry)))


@concerns(keeps_something)
def test_16_records_are_exported_restored_and_erased(trial: Trial) -> None:
    """An export that is read back gives the same export, at one clinic alone, and an erasure leaves no trace.

    Register ``plugin.export(fn, restore=fn)`` for what the models hold. ``restore`` leaves the clinic with
    exactly what the export says. ``erase`` finds the person in every text, revision and page of the plugin.
    """
    demand_nothing(_problems(trial))


def _problems(trial: Trial) -> Iterator[str]:
    exporter, eraser = trial.plugin.exporter, trial.plugin.eraser
    if exporter is None:
        if scoped_models(trial.entry):
            yield "It has models and no export. Register plugin.export(fn, restore=fn)."
    elif exporter.restore is None:
        yield "What it exports cannot be read back. Register plugin.export(fn, restore=fn)."
    else:
        yield from _export_problems(trial, exporter)
    if eraser is not None:
        yield from _erase_problems(trial)


def _export_problems(trial: Trial, exporter: Exporter) -> Iterator[str]:
    try:
        exported = _exported(trial)
        neighbours = _records(trial, trial.neighbour)
        trial.fill(3)
        with trial.at_work() as context:
            if exporter.restore is not None:
                exporter.restore(context, exported)
        again = _exported(trial)
    except ValidationError as error:
        yield f"{' '.join(error.messages)} {error.__cause__ or ''}"
        return
    if again != exported:
        yield f"What was restored is not what was exported: {exported} became {again}."
    if _records(trial, trial.neighbour) != neighbours:
        yield "Restoring one clinic changed the records of another."


def _exported(trial: Trial) -> Any:
    return export_clinic(trial.clinic)["plugins"][trial.entry.name]["data"]


def _erase_problems(trial: Trial) -> Iterator[str]:
    trial.fill(3)
    neighbours = _records(trial, trial.neighbour)
    person = trial.samples.person
    if person:
        if not _said(trial, person):
            yield f"“{person}” is nowhere in the samples, so erasing that person shows nothing."
        erase_at(trial.clinic, person, None)
        yield from (
            f"After “{person}” was erased, {place} still names them." for place in _said(trial, person)
        )
    texts = _texts(trial)
    erase_at(trial.clinic, None, None)
    for text in sorted(texts):
        yield from (
            f"After everybody was erased, {place} still says “{text}”." for place in _said(trial, text)
        )
    if _records(trial, trial.neighbour) != neighbours:
        yield "Erasing at one clinic changed the records of another."


def _texts(trial: Trial) -> set[str]:
    """Return what stands in the texts of the plugin's records at the clinic."""
    found = set()
    for model in scoped_models(trial.entry):
        fields = [one.name for one in model._meta.concrete_fields if _is_free_text(one)]
        for row in rows_of(model, trial.clinic.pk).values(*fields) if fields else ():
            found |= {value for value in row.values() if value and len(value) >= SHORTEST}
    return found


def _is_free_text(field: Any) -> bool:
    return isinstance(field, models.CharField | models.TextField) and not field.choices


def _said(trial: Trial, text: str) -> list[str]:
    """Return the tables of the plugin that hold a text for the clinic, revisions of its pages included."""
    return [
        model._meta.label
        for model in models_of(trial.entry)
        for rows in [_held(trial, model)]
        if text in json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False)
    ]


def _held(trial: Trial, model: type[models.Model]) -> list[Any]:
    if not issubclass(model, Page):
        return list(rows_of(model, trial.clinic.pk).values()) if model in scoped_models(trial.entry) else []
    homes = [language.home_path for language in trial.shown().clinic.languages]
    pages: list[Any] = [one for home in homes for one in model._default_manager.filter(path__startswith=home)]
    revisions = Revision.page_revisions.filter(object_id__in=[str(page.pk) for page in pages])
    return [*(page.serializable_data() for page in pages), *revisions.values("content", "object_str")]


def _records(trial: Trial, clinic: Clinic) -> list[Any]:
    return [list(rows_of(one, clinic.pk).order_by("pk").values()) for one in scoped_models(trial.entry)]
