"""What the network decides about a plugin is logged: who, when, what, and why where somebody said it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.log_actions import log

from cms.plugins.models import Allowance

if TYPE_CHECKING:
    from cms.accounts.models import User

ALLOWED = "plugins.allow"
PRESET = "plugins.preset"
FORBIDDEN = "plugins.forbid"
RETIRED = "plugins.retire"
PURGED = "plugins.purge"
LONGEST_REASON = 300


@transaction.atomic
def log_decision(
    plugin: str, action: str, *, user: User | None, why: str = "", done: Mapping[str, Any] | None = None
) -> None:
    """Log a decision under the name of the plugin; ``done`` says in figures what came of it."""
    # An entry is about a row. Where the network does not allow the plugin, there is one for this moment only.
    row, is_new = Allowance.objects.get_or_create(plugin=plugin)
    reason = {"why": why.strip()[:LONGEST_REASON]} if why.strip() else {}
    log(row, action, user=user, data={"plugin": plugin, **reason, **(done or {})})
    if is_new:
        row.delete()
