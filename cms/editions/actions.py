"""Everything that people and scripts can do with editions, under one roof.

The admin's screens, ``manage.py editions`` and ``manage.py releases`` call these same functions. What the
library does by itself, such as releasing and correcting a page, is in ``cms.library.actions``.

Each one works in a transaction, checks the rights of ``user`` (``None`` is the system, which may do
everything), logs who did what, when and why, and raises ``ValidationError`` with a sentence for people, or
``PermissionDenied``, without having changed anything.
"""

from __future__ import annotations

from cms.editions.editor.actions import decide
from cms.editions.oversight.actions import acknowledge
from cms.editions.oversight.reminding import remind
from cms.editions.proposals.actions import accept as accept_proposal
from cms.editions.proposals.actions import decline as decline_proposal
from cms.editions.proposals.actions import propose
from cms.editions.proposals.actions import withdraw as withdraw_proposal
from cms.editions.rollout.actions import (
    add_ring,
    change_ring,
    delete_ring,
    follow_latest,
    go_back,
    hold,
    let_go,
    move_clinic,
    order_rings,
    plan_rollout,
    postpone,
    review_first,
    roll_back,
    start_now,
)
from cms.editions.updates.actions import accept, accept_release, answer_all, keep, rewrite, take_merge, undo

__all__ = [
    "accept",
    "accept_proposal",
    "accept_release",
    "acknowledge",
    "add_ring",
    "answer_all",
    "change_ring",
    "decide",
    "decline_proposal",
    "delete_ring",
    "follow_latest",
    "go_back",
    "hold",
    "keep",
    "let_go",
    "move_clinic",
    "order_rings",
    "plan_rollout",
    "postpone",
    "propose",
    "remind",
    "review_first",
    "rewrite",
    "roll_back",
    "start_now",
    "take_merge",
    "undo",
    "withdraw_proposal",
]
