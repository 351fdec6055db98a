"""Who asks for the way to a booking: somebody who clicked, or a program. Nothing of it is kept."""

from __future__ import annotations

import re

from crawlerdetect import CrawlerDetect
from django.http import HttpRequest

FETCHED_AHEAD = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
"""Where a browser says that nobody has clicked yet."""

BROWSERS = ("Mozilla/", "Opera/")
"""How the name of every browser begins."""

LONGEST = 512
WORD = re.compile(r"[\w-]{64}")
"""A word that long is in no browser's name. The patterns for crawlers take seconds over much longer ones."""


def is_fetched_ahead(request: HttpRequest) -> bool:
    """Whether a browser only gets ready for a click that may come."""
    return any(
        "prefetch" in said or "preview" in said
        for said in (request.META.get(name, "").lower() for name in FETCHED_AHEAD)
    )


def is_person(request: HttpRequest) -> bool:
    """Whether a browser asks, and not a crawler or another program."""
    agent = request.META.get("HTTP_USER_AGENT", "").strip()
    if not agent.startswith(BROWSERS) or len(agent) > LONGEST or WORD.search(agent):
        return False
    # Made anew each time: one that stays would remember whom it has seen.
    return not CrawlerDetect(user_agent=agent).is_crawler()
