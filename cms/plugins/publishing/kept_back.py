"""Which pages plugins kept back while nobody was there to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from wagtail.models import Page, PageLogEntry

from cms.clinics.queries import pages_in_scope
from cms.plugins.publishing.keeping_back import KEPT_BACK

MOST = 20


@dataclass(frozen=True, slots=True)
class KeptBack:
    """A page that was to be published at ``since``, and why it was not: titles of plugins with a sentence."""

    page: Page
    since: datetime
    why: tuple[tuple[str, str], ...]


def kept_back(user: Any) -> list[KeptBack]:
    """Return the pages in the user's scope that were kept back and not been published since, newest first."""
    still = Q(page__last_published_at=None) | Q(page__last_published_at__lt=F("timestamp"))
    entries = (
        PageLogEntry.objects.filter(still, action=KEPT_BACK, page__has_unpublished_changes=True)
        .filter(page__in=pages_in_scope(user, Page.objects.all()).values("pk"))
        .select_related("page")
        .order_by("-timestamp")
    )
    found: dict[int, KeptBack] = {}
    for entry in entries[: MOST * 2]:
        why = tuple((plugin, message) for plugin, message in entry.data["objections"])
        found.setdefault(entry.page_id, KeptBack(entry.page, entry.timestamp, why))
    return list(found.values())[:MOST]
