"""Which plugins are active for a clinic, looked up at every request: one query when cold, none when warm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef

from cms.conf import options
from cms.plugins.models import Activation, Allowance
from cms.plugins.registry import registry
from cms.plugins.remembering import forget, remembered

GENERATION = "meridian:plugins:generation"


def active_settings(clinic_id: int) -> Mapping[str, Mapping[str, Any]]:
    """Return the stored settings of every plugin that is loaded, allowed and on for a clinic, by name."""
    if not registry.loaded:
        return {}
    return remembered(("active", clinic_id), lambda: _look_up(clinic_id))


def is_active(plugin: str, clinic_id: int) -> bool:
    """Whether a plugin shows on a clinic's site."""
    return plugin in active_settings(clinic_id)


def forget_activations() -> None:
    """Drop what is remembered of all clinics."""
    if not cache.add(GENERATION, 2, None):
        cache.incr(GENERATION)
    forget()


@contextmanager
def deciding() -> Iterator[None]:
    """Change what clinics have on, in a transaction: a ``with`` block or a decorator.

    If it is undone, so is what was remembered meanwhile.
    """
    try:
        with transaction.atomic():
            yield
    except BaseException:
        forget_activations()
        raise


def _look_up(clinic_id: int) -> Mapping[str, Mapping[str, Any]]:
    key = f"meridian:plugins:active:{clinic_id}"
    found = cache.get_many([GENERATION, key])
    generation = found.get(GENERATION, 1)
    if key in found and found[key][0] == generation:
        stored: dict[str, dict[str, Any]] = found[key][1]
    else:
        stored = _read(clinic_id)
        cache.set(key, (generation, stored), options.CLINIC_CACHE_SECONDS)
    return {name: settings for name, settings in stored.items() if name in registry.loaded}


def _read(clinic_id: int) -> dict[str, dict[str, Any]]:
    allowed = Allowance.objects.filter(plugin=OuterRef("plugin"))
    rows = Activation.objects.for_clinic(clinic_id).filter(Exists(allowed), is_on=True)
    return dict(rows.values_list("plugin", "settings"))
