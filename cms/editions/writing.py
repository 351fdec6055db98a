"""Change an edition from outside the page editor: in every version of it that may still be shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import Revision, TaskState

from cms.editions.models import Edition

if TYPE_CHECKING:
    from cms.accounts.models import User

Change = Callable[[Edition], None]


@transaction.atomic
def change_edition(
    edition_id: int, change: Change, *, user: User | None, action: str, data: Mapping[str, Any] | None = None
) -> Edition:
    """Apply ``change`` to every current version of an edition, write one log entry, and return the edition.

    The published version is changed and published again. A newer draft and a scheduled version are changed
    as well, each as an object of its own: the draft stays a draft with all that was in it, the schedule keeps
    its time, and a workflow goes on with the changed draft. An edition that is not live stays so. An editor
    who has the page open is told by Wagtail that there is a newer version.

    ``change`` is called once per version, with rows locked; it may raise ``ValidationError``, and then
    nothing is stored. If it changes nothing, nothing is stored or logged. It never decides permissions:
    whoever calls this has checked them. Raises ``ValidationError`` if the edition is gone.
    """
    edition = Edition.objects.select_for_update().filter(pk=edition_id).first()
    if edition is None:
        raise ValidationError(_("This page does not exist any more, so nothing was changed."))
    writing = _Writing(change, user)
    writing.write_versions(edition)
    changed: Edition = Edition.objects.get(pk=edition_id)
    if writing.first is not None:
        log(changed, action, user=user, data=dict(data or {}), revision=writing.first, content_changed=True)
    return changed


@dataclass(slots=True)
class _Writing:
    """One change on its way through the versions of an edition; ``first`` is the first revision it wrote.

    Revisions are ordered by age, so what is newer than a version that was written is written again as well.
    """

    change: Change
    user: User | None
    first: Revision | None = None

    def write_versions(self, edition: Edition) -> None:
        scheduled = edition.revisions.filter(approved_go_live_at__isnull=False).first()
        draft = _draft_of(edition)
        if edition.live:
            self._publish(edition)
        if scheduled is not None and scheduled != draft:
            self._write(scheduled.as_object(), scheduled)
        if draft is not None:
            self._write(draft.as_object(), draft)
        elif scheduled is None and not edition.live:
            self._write(edition, None)

    def _publish(self, edition: Edition) -> None:
        replaced = edition.live_revision_id
        if not self._changes(edition):
            return
        if edition.go_live_at and edition.go_live_at > timezone.now():
            edition.go_live_at = None  # what is live already is not to be scheduled once more
        self.first = edition.save_revision(user=self.user)
        publishing = PublishPageRevisionAction(self.first, user=self.user, log_action=False)
        publishing.object._current_workflow_states = []  # publishing would cancel the draft's workflow
        publishing.execute(skip_permission_checks=True)
        _hand_over_tasks(replaced, self.first)

    def _write(self, version: Edition, replaced: Revision | None) -> None:
        """Store ``version`` as the newest draft; ``replaced`` is it as it was read, with its schedule."""
        if not self._changes(version) and self.first is None:
            return
        goes_live_at = replaced.approved_go_live_at if replaced else None
        if replaced and goes_live_at:
            Revision.objects.filter(pk=replaced.pk).update(approved_go_live_at=None)
        written = version.save_revision(user=self.user, approved_go_live_at=goes_live_at, clean=False)
        _hand_over_tasks(replaced.pk if replaced else None, written)
        self.first = self.first or written

    def _changes(self, version: Edition) -> bool:
        before = version.serializable_data()
        self.change(version)
        return bool(version.serializable_data() != before)


def _draft_of(edition: Edition) -> Revision | None:
    """Return the newest revision, if it is not what is published."""
    latest: Revision | None = edition.latest_revision
    if latest is None or latest.pk == edition.live_revision_id:
        return None
    return latest if edition.has_unpublished_changes or not edition.live else None


def _hand_over_tasks(replaced: int | None, revision: Revision) -> None:
    """Let the tasks that wait for a decision about a version go on with its successor."""
    if replaced is not None:
        waiting = TaskState.objects.filter(revision_id=replaced, status=TaskState.STATUS_IN_PROGRESS)
        waiting.update(revision=revision)
