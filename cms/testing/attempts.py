"""What must not be done when a plugin fails at its part in it: it is refused, and nothing has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cms.plugins.actions import copy_choices, switch_off, switch_on
from cms.plugins.data.erasing import erase_at
from cms.plugins.data.exporting import export_clinic
from cms.plugins.data.restoring import restore_clinic
from cms.plugins.models import Activation
from cms.plugins.publishing.remarks import PublicationRefusedError
from cms.testing.records import records_of
from cms.testing.trial import Trial

REFUSALS = (ValidationError, PublicationRefusedError)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something that is tried, in words and as a call."""

    words: str
    call: Callable[[], object]


def attempts(trial: Trial) -> list[Attempt]:
    """Return what depends on the plugin's success; ask while the plugin is whole, and try when it is not."""
    plugin, clinic, neighbour, name = trial.plugin, trial.clinic, trial.neighbour, trial.entry.name
    exporter, page = plugin.exporter, trial.page()
    kept = _exported(trial) if exporter and exporter.restore else None
    return [
        Attempt(words, call)
        for is_there, words, call in (
            (exporter, "An export", lambda: export_clinic(clinic, only=name)),
            (kept, "Reading an export back", lambda: restore_clinic(clinic, kept, user=None)),
            (plugin.eraser, "An erasure", lambda: erase_at(clinic, None, None)),
            (plugin.activated, "Switching it on", lambda: switch_on(neighbour, name, user=None)),
            (plugin.deactivated, "Switching it off", lambda: switch_off(clinic, name, user=None)),
            (plugin.copied, "A copy to another clinic", lambda: copy_choices(clinic, neighbour, user=None)),
            (_has_gates(trial), "Publishing a page", lambda: page.save_revision().publish()),
            (plugin.blocks, "Writing a block", lambda: [one.block.clean(one.value) for one in page.body]),
        )
        if is_there
    ]


def not_refused(trial: Trial, tried: list[Attempt]) -> Iterator[str]:
    """Say which attempts were not refused with a reason for whoever tried, or left something changed."""
    before = _state(trial)
    for one in tried:
        try:
            with transaction.atomic():
                one.call()
        except REFUSALS:
            if (now := _state(trial)) != before:
                before = now
                yield f"{one.words} is refused when the plugin fails at it, and yet it changes something."
        except Exception as error:  # whatever comes out, its author is to read it
            yield f"{one.words} ends with a {type(error).__name__} when the plugin fails at it."
        else:
            yield f"{one.words} is done although the plugin fails at it."


def _exported(trial: Trial) -> Any:
    try:
        exported = export_clinic(trial.clinic, only=trial.entry.name)
    except ValidationError:
        return None  # another point says so
    return exported if exported["plugins"][trial.entry.name]["data"] is not None else None


def _has_gates(trial: Trial) -> bool:
    return any(one.is_gate for one in trial.plugin.checks)


def _state(trial: Trial) -> list[Any]:
    """Return what the attempts would change."""
    clinics = (trial.clinic, trial.neighbour)
    chosen = Activation.everywhere.filter(plugin=trial.entry.name).order_by("pk").values()
    page = trial.page()
    return [list(chosen), [records_of(trial, one) for one in clinics], page.live_revision_id]
