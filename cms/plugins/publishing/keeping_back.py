"""What gates of plugins object to is not published, by whichever call; or is, by name and with a reason.

Whoever publishes in the admin or in code gets ``PublicationRefusedError``. Where nobody is there to be told,
the page becomes or stays a draft, with an entry in its log.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models.signals import post_save, pre_save
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision, get_page_models

from cms.clinics.records import clinic_for_page_path
from cms.locales.pages import ClinicPage
from cms.plugins.publishing.remarks import PublicationRefusedError, Remark, has_gates, objections_to
from cms.plugins.rights import check_switch

if TYPE_CHECKING:
    from cms.accounts.models import User

KEPT_BACK = "plugins.keep_back"
PUBLISHED_ANYWAY = "plugins.publish_anyway"
ABOUT_PUBLISHING = frozenset({"live", "live_revision"})


def connect() -> None:
    """Listen to every type of page of a clinic; called when the app is ready."""
    for model in clinic_page_models():
        pre_save.connect(on_saving, sender=model)
        post_save.connect(on_created, sender=model)


def clinic_page_models() -> list[type[ClinicPage]]:
    """Return the types of pages that clinics have."""
    return [model for model in get_page_models() if issubclass(model, ClinicPage)]


def demand_publishable(page: ClinicPage, revision: Revision | None) -> None:
    """Raise ``PublicationRefusedError`` if a gate objects to a page, and nobody overruled that."""
    objections = objections_to(page)
    if objections and not _is_overruled(page, revision):
        raise PublicationRefusedError(page, objections)


def on_saving(
    sender: type[ClinicPage],
    instance: ClinicPage,
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **kwargs: Any,
) -> None:
    """Refuse a page that is about to go live, or to show another revision than it does."""
    is_about_this = update_fields is None or not ABOUT_PUBLISHING.isdisjoint(update_fields)
    if raw or instance._state.adding or not (is_about_this and instance.live and has_gates(instance)):
        return
    shown = Page.objects.filter(pk=instance.pk, live=True, live_revision=instance.live_revision_id)
    if not shown.exists():
        demand_publishable(instance, instance.live_revision)


def on_created(
    sender: type[ClinicPage], instance: ClinicPage, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Let a page that begins its life published, such as a copy, begin it as a draft if a gate objects."""
    if raw or not (created and instance.live and has_gates(instance)):
        return
    objections = objections_to(instance)
    if objections:
        instance.live, instance.has_unpublished_changes = False, True
        Page.objects.filter(pk=instance.pk).update(live=False, has_unpublished_changes=True)
        _note(instance, objections)


def keep_back_refused() -> int:
    """Take the schedule from every page that is due and that a gate objects to; return how many those are."""
    types = ContentType.objects.get_for_models(*clinic_page_models()).values()
    due = Revision.objects.filter(content_type__in=types, approved_go_live_at__lt=timezone.now())
    count = 0
    for revision in due.iterator():
        page = revision.as_object()
        try:
            demand_publishable(page, revision)
        except PublicationRefusedError as refused:
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
            _note(page, refused.objections, revision)
            count += 1
    return count


@transaction.atomic
def publish_anyway(page: ClinicPage, reason: str, *, user: User | None) -> None:
    """Publish the draft of a page although gates object to it; who, to what and why are logged.

    That holds for this draft and for what they object to now, also if it is scheduled for later. Raises
    ``PermissionDenied`` for whom the clinic's plugins are not to switch, ``ValidationError`` without a reason
    or for a page that is locked.
    """
    owner = clinic_for_page_path(page.path)
    if owner is None:
        raise PermissionDenied
    check_switch(user, owner[0].id)
    if not reason.strip():
        raise ValidationError(_("Say why the page is to be published all the same."))
    if user is not None and page.permissions_for_user(user).page_locked():
        raise ValidationError(_("The page could not be published as it is locked."))
    revision = page.get_latest_revision() or page.save_revision(user=user)
    draft = revision.as_object()
    objections = objections_to(draft)
    if objections:
        data = {"reason": reason.strip(), "language": get_language(), **_said(objections)}
        log(draft, PUBLISHED_ANYWAY, user=user, revision=revision, data=data)
    revision.publish(user=user)


def _is_overruled(page: ClinicPage, revision: Revision | None) -> bool:
    """Whether somebody overruled what gates object to in this very draft.

    That is compared in the words that were read then; the clock may publish in another language.
    """
    if revision is None:
        return False
    for entry in PageLogEntry.objects.filter(page=page.pk, revision=revision.pk, action=PUBLISHED_ANYWAY):
        with override(entry.data["language"]):
            said = _said(objections_to(page))["objections"]
        if all(one in entry.data["objections"] for one in said):
            return True
    return False


def _said(objections: Iterable[Remark]) -> dict[str, Any]:
    return {"objections": [[one.plugin, one.message] for one in objections]}


def _note(page: ClinicPage, objections: Iterable[Remark], revision: Revision | None = None) -> None:
    log(page, KEPT_BACK, revision=revision, data=_said(objections))
