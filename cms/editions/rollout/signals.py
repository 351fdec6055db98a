"""What happens by itself: a release goes out ring by ring, and a new edition is held."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from cms.editions.models import Edition
from cms.editions.rollout.holds import hold_new_edition
from cms.editions.rollout.rings import plan_rollout
from cms.library.models import Release
from cms.library.publishing import released


def on_release(release: Release, in_rings: bool, **kwargs: Any) -> None:
    """The signal comes in the transaction that publishes, so the steps are there before anybody looks."""
    if in_rings:
        plan_rollout(release)


def on_edition(instance: Edition, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        hold_new_edition(instance)


def connect() -> None:
    """Listen; call it once, when all models are loaded."""
    released.connect(on_release, dispatch_uid="editions-rollout-release")
    post_save.connect(on_edition, sender=Edition, dispatch_uid="editions-rollout-edition")
