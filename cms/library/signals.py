"""What else publishes or withdraws a library page without asking this app first.

Wagtail's ``PublishPageRevisionAction`` asks neither for the right to release nor for a class, and starts no
rings. Nobody gets past ``PublishLibraryPage`` with it: what it is about to store is refused, in words.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models.signals import post_save, pre_save
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.models import Revision
from wagtail.signals import page_published, page_unpublished

from cms.library.choices import stored_choice
from cms.library.models import LibraryPage, Release
from cms.library.parts import parts_of
from cms.library.records import forget_parts, index_parts, record_release
from cms.library.values import is_marked_as_release


def on_page_saving(
    sender: type[LibraryPage],
    instance: LibraryPage,
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **kwargs: Any,
) -> None:
    """Refuse a page that is about to show another revision than before, unless it is being released.

    A copy of a published page may note its first revision: it is published already.
    """
    is_about_this = update_fields is None or "live_revision" in update_fields
    if (
        raw
        or not (is_about_this and instance.live and instance.live_revision_id)
        or is_marked_as_release(instance)
    ):
        return
    before = LibraryPage.objects.filter(pk=instance.pk).select_related("live_revision").first()
    if before is not None and not (before.live and _is_first_or_same(before, instance)):
        raise PublishPagePermissionError(_refusal())


def on_revision_saving(
    sender: type[Revision],
    instance: Revision,
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **kwargs: Any,
) -> None:
    """Refuse to schedule a draft around ``PublishLibraryPage``: the clock would release it."""
    if raw or update_fields is None or "approved_go_live_at" not in update_fields:
        return
    is_of_the_library = instance.content_type.model_class() is LibraryPage
    if is_of_the_library and instance.approved_go_live_at and not is_marked_as_release(instance):
        raise PublishPagePermissionError(_refusal())


def on_body_saved(
    sender: type[LibraryPage],
    instance: LibraryPage,
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **kwargs: Any,
) -> None:
    """Index a published text anew that was changed in place, as when a plugin is purged with its blocks."""
    if not raw and instance.live and update_fields is not None and "body" in update_fields:
        index_parts(instance, parts_of(instance))


def on_page_published(
    sender: type[LibraryPage], instance: LibraryPage, revision: Any = None, **kwargs: Any
) -> None:
    """Record the release of a page that came to be as a copy of a published one."""
    if not instance.live or revision is None or instance.live_revision_id != revision.pk:
        return
    if not Release.objects.filter(page=instance, revision=revision).exists():
        record_release(instance, revision, stored_choice(instance))


def on_page_unpublished(sender: type[LibraryPage], instance: LibraryPage, **kwargs: Any) -> None:
    forget_parts(instance)


def connect() -> None:
    pre_save.connect(on_page_saving, sender=LibraryPage, dispatch_uid="library-saving")
    pre_save.connect(on_revision_saving, sender=Revision, dispatch_uid="library-scheduling")
    post_save.connect(on_body_saved, sender=LibraryPage, dispatch_uid="library-body")
    page_published.connect(on_page_published, sender=LibraryPage, dispatch_uid="library-release")
    page_unpublished.connect(on_page_unpublished, sender=LibraryPage, dispatch_uid="library-unpublish")


def _is_first_or_same(before: LibraryPage, instance: LibraryPage) -> bool:
    """Whether a live page goes on to show its revision; a copy first has that of the page it is made from."""
    shown = before.live_revision
    return shown is None or shown.pk == instance.live_revision_id or shown.object_id != str(instance.pk)


def _refusal() -> str:
    return _(
        "A library page is published by releasing it: with the button “Publish”, with page.publish(), with "
        "revision.publish() or with cms.library.actions.release(). Nothing was published."
    )
