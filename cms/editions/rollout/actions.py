"""What people and scripts can do about which release shows where."""

from __future__ import annotations

from cms.editions.rollout.holds import accept_release, follow_latest, go_back, hold, let_go, review_first
from cms.editions.rollout.rings import (
    add_ring,
    change_ring,
    delete_ring,
    move_clinic,
    order_rings,
    plan_rollout,
    postpone,
    roll_back,
    start_now,
)

__all__ = [
    "accept_release",
    "add_ring",
    "change_ring",
    "delete_ring",
    "follow_latest",
    "go_back",
    "hold",
    "let_go",
    "move_clinic",
    "order_rings",
    "plan_rollout",
    "postpone",
    "review_first",
    "roll_back",
    "start_now",
]
