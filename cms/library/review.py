"""A clinical review: who checked a page, when, and when it is due again."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClinicalReview:
    """The review of one library page, seen from ``today``.

    ``is_outdated``: a release has changed the meaning of the page since.
    """

    reviewed_by: str
    credentials: str
    reviewed_on: datetime.date
    next_review_on: datetime.date | None
    today: datetime.date
    is_outdated: bool = False

    @property
    def is_overdue(self) -> bool:
        return self.next_review_on is not None and self.next_review_on < self.today
