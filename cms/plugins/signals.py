"""What is remembered of activations is dropped when one changes, and plugins forget a clinic that is deleted.

What is remembered is dropped at once, for the transaction that made the change, and again when it commits, in
case another process read the old state in between.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete

from cms.clinics.models import Clinic
from cms.plugins.activation import forget_activations
from cms.plugins.data.erasing import erase_at
from cms.plugins.models import Activation, Allowance


def connect() -> None:
    """Listen; called when the app is ready."""
    for model in (Activation, Allowance):
        for signal in (post_save, post_delete):
            signal.connect(_forget, sender=model)
    pre_delete.connect(_erase_everybody, sender=Clinic)


def _forget(**kwargs: Any) -> None:
    forget_activations()
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(forget_activations)


def _erase_everybody(instance: Clinic, **kwargs: Any) -> None:
    """Let the plugins erase what the database would not: texts on pages, and whatever lies elsewhere."""
    erase_at(instance, None, None)
