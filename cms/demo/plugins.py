"""Which plugins the demo's clinics have on, with their settings; one that is not installed is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cms.clinics.models import Clinic, Location, Practitioner
from cms.demo.content import read_clinic
from cms.plugins.actions import allow, configure, switch_on
from cms.plugins.registry import registry


def switch_on_plugins(clinics: Iterable[Clinic]) -> None:
    """Allow the plugins that the texts of the clinics name, set them up and switch them on."""
    for clinic in clinics:
        for name, settings in read_clinic(clinic.slug).get("plugins", {}).items():
            if name in registry.loaded:
                allow(name, user=None)
                configure(clinic, name, _with_keys(settings, _keys(clinic)), user=None)
                switch_on(clinic, name, user=None)


def _keys(clinic: Clinic) -> dict[str, str]:
    """Return how the texts name the people and places of a clinic, with their keys in the database."""
    people = Practitioner.objects.for_clinic(clinic)
    places = Location.objects.for_clinic(clinic)
    return {f"practitioner: {one.name}": str(one.pk) for one in people} | {
        f"location: {one.name}": str(one.pk) for one in places
    }


def _with_keys(value: Any, keys: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _with_keys(one, keys) for name, one in value.items()}
    if isinstance(value, list):
        return [_with_keys(one, keys) for one in value]
    return keys.get(value, value) if isinstance(value, str) else value
