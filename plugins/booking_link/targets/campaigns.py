"""What a link tells the booking service of where a visitor comes from: nothing, or the clinic's campaign."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from plugins.booking_link.targets.resolution import Ask


def campaign_of(
    settings: Mapping[str, Any], ask: Ask, clinic: Any, *, now: datetime, condition: str = ""
) -> dict[str, str] | None:
    """Return the campaign's parameters for a link; ``None`` without a campaign or when it is over.

    ``condition`` is the short name of the page if it may be passed on: what somebody reads about is health
    data, so that is the clinic's explicit choice.
    """
    name = settings["campaign"]
    if not name or is_over(settings, clinic, now):
        return None
    found = {
        "utm_source": clinic.hostname,
        "utm_medium": "website",
        "utm_campaign": name,
        "utm_content": ask.placement,
        "utm_term": condition,
    }
    return {key: value for key, value in found.items() if value}


def is_over(settings: Mapping[str, Any], clinic: Any, now: datetime) -> bool:
    """Whether the clinic's campaign has ended, by the clinic's own calendar."""
    until: date | None = settings["campaign_until"]
    return until is not None and now.astimezone(ZoneInfo(clinic.time_zone)).date() > until
