"""What the case book looks at before a page goes out."""

from __future__ import annotations

from collections.abc import Iterator

from cms.plugins.api import Issue, PageContext
from tests.plugins_for_tests.case_book.models import CasePage, Consent

SHORTEST = 20


def demand_consent(context: PageContext) -> Iterator[Issue]:
    """Keep a case back until the person in it has agreed."""
    if not isinstance(context.page, CasePage):
        return
    if not Consent.objects.for_clinic(context.clinic).filter(person=context.page.person).exists():
        yield Issue("The person has not agreed to this. Enter the consent first.")


def advise_on_length(context: PageContext) -> Iterator[Issue]:
    """Say that a very short story helps nobody; it may be published all the same."""
    if isinstance(context.page, CasePage) and len(context.page.story) < SHORTEST:
        yield Issue("The story is very short.")
