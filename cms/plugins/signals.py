"""What is remembered of activations is dropped when one changes.

At once, for the transaction that made the change, and again when it commits, in case another process read the
old state in between.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from cms.plugins.activation import forget_activations
from cms.plugins.models import Activation, Allowance


def connect() -> None:
    """Listen; called when the app is ready."""
    for model in (Activation, Allowance):
        for signal in (post_save, post_delete):
            signal.connect(_forget, sender=model)


def _forget(**kwargs: Any) -> None:
    forget_activations()
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(forget_activations)
