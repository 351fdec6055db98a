"""Who may look at the gallery."""

from __future__ import annotations

from typing import Any

from cms.themes.actions import clinics_to_choose_for


def may_see_gallery(user: Any) -> bool:
    """Whether somebody may choose the look of a clinic, or develops for all of them."""
    return bool(user.is_superuser or clinics_to_choose_for(user).exists())
