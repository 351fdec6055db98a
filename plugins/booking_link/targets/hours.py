"""When a place can be reached: what to say beside a telephone number while the place is closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext as _


def hours_note(place: Any, time_zone: str, now: datetime) -> str:
    """Return a sentence about the opening hours of ``place`` if it is closed ``now``; else an empty text.

    Empty, too, for a place without opening hours. ``now`` is an aware time in any zone.
    """
    spans = sorted(place.opening_hours.all(), key=lambda one: (one.weekday, one.opens))
    if not spans or not place.is_open:
        return ""
    local = now.astimezone(ZoneInfo(time_zone))
    today = [one for one in spans if one.weekday == local.weekday()]
    if any(one.opens <= local.time() < one.closes for one in today):
        return ""
    if any(local.time() < one.opens for one in today):
        hours = ", ".join(f"{time_format(one.opens)}–{time_format(one.closes)}" for one in today)
        return _("We are closed right now. Opening hours today: %(hours)s") % {"hours": hours}
    return _next_day(spans, local)


def _next_day(spans: list[Any], local: datetime) -> str:
    """Say when the place opens next, on a later day."""
    first = min(spans, key=lambda one: ((one.weekday - local.weekday() - 1) % 7, one.opens))
    return _("We are closed right now. We open again at %(time)s on %(day)s.") % {
        "day": WEEKDAYS[first.weekday],
        "time": time_format(first.opens),
    }
