"""What keeps the index right: every way in which the published version of an edition changes.

Wagtail saves a page in a transaction of its own and Django calls these receivers inside it, so the index is
never newer or older than the page. Deleting an edition or a clinic takes its rows along by the foreign keys.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_unpublished

from cms.clinics.models import ClinicLanguage
from cms.editions.models import Edition
from cms.editions.oversight.records import record_below, record_decisions

PUBLISHED = frozenset({"live", "local", "fields", "base", "library_key", "path", "first_published_at"})


def on_edition_saved(
    sender: type[Edition],
    instance: Edition,
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **kwargs: Any,
) -> None:
    """A draft only moves ``latest_revision`` and its like, and so changes nothing here."""
    if not raw and (update_fields is None or PUBLISHED.intersection(update_fields)):
        record_decisions(instance)


def on_edition_unpublished(sender: type[Edition], instance: Edition, **kwargs: Any) -> None:
    """Somebody may unpublish an edition as a plain page, which saves no ``Edition``."""
    record_decisions(instance)


def on_page_saved(
    sender: type[Page],
    instance: Page,
    created: bool = False,
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **kwargs: Any,
) -> None:
    """A page that moved is saved as a plain page, with all that stands below it."""
    if not (raw or created or update_fields is not None):
        record_below(instance.path)


def on_home_changed(
    sender: type[ClinicLanguage], instance: ClinicLanguage, raw: bool = False, **kwargs: Any
) -> None:
    """A home page became a clinic's, or is it no longer."""
    if not raw:
        record_below(instance.home.path)


def connect() -> None:
    """Connect the receivers."""
    post_save.connect(on_edition_saved, sender=Edition, dispatch_uid="oversight-edition-saved")
    page_unpublished.connect(on_edition_unpublished, sender=Edition, dispatch_uid="oversight-unpublished")
    post_save.connect(on_page_saved, sender=Page, dispatch_uid="oversight-page-moved")
    for signal in (post_save, post_delete):
        signal.connect(on_home_changed, sender=ClinicLanguage, dispatch_uid="oversight-home-changed")
