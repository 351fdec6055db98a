"""Publishing a library page makes one release, in one transaction, whoever or whatever publishes it.

Withdrawing one is one transaction as well.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPagePermissionError, PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Revision

from cms.library.choices import check_choice, store_choice, stored_choice
from cms.library.models import LibraryPage, Release
from cms.library.parts import is_same, parts_of
from cms.library.permissions import CORRECT, RELEASE
from cms.library.queries import last_released
from cms.library.records import record_release
from cms.library.releases import ReleaseClass
from cms.library.values import AlreadyReleasedError, ReleaseChoice, mark_as_release

BY_THE_CLOCK = "wagtail.publish.scheduled"

released = Signal()
"""Sent in the transaction of a release, with ``release``, ``page``, ``in_rings``; an error undoes it all."""


class PublishLibraryPage(PublishPageRevisionAction):
    """Publishes a revision as a release, with the choice that is given or stored in the revision.

    A revision with a date in the future is scheduled, keeps its choice, and becomes a release on that date.
    ``strict``: what the page says already raises ``AlreadyReleasedError``; otherwise nothing is done then,
    since Wagtail publishes again without asking, for instance when a workflow ends.
    """

    def __init__(
        self,
        revision: Revision,
        *,
        choice: ReleaseChoice | None = None,
        strict: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(revision, **kwargs)
        self.choice = choice or stored_choice(self.object)
        self.strict = strict
        self.release: Release | None = None
        # What stores either without this mark was not asked for a release; ``signals`` refuses it.
        mark_as_release(self.object)
        mark_as_release(self.revision)

    def check(self, skip_permission_checks: bool = False) -> None:
        """A person needs the library's own rights, even where Wagtail has asked for its right already."""
        if self.user is not None and not self.user.has_perm(RELEASE):
            raise PublishPagePermissionError(_("You do not have permission to release library pages."))
        if self.user is not None and self._corrects() and not self.user.has_perm(CORRECT):
            raise PublishPagePermissionError(_("You do not have permission to release corrections."))
        super().check(skip_permission_checks=skip_permission_checks)

    def _corrects(self) -> bool:
        return bool(self.choice.release_class == ReleaseClass.SAFETY or self.choice.corrected)

    @transaction.atomic
    def execute(self, skip_permission_checks: bool = False) -> None:
        self.check(skip_permission_checks=skip_permission_checks)
        # Two people or two clicks wait for each other here; the second finds the page released.
        LibraryPage.objects.select_for_update(of=("self",)).get(pk=self.object.pk)
        before = last_released(self.object)
        if self._is_released(before):
            self._settle()
            return
        self._check_choice(before)
        store_choice(self.object, self.choice)
        self.object.changed_since_review = self._is_beyond_review(before)
        if self._is_for_later():
            self._keep_choice(self.choice)
        super().execute(skip_permission_checks=True)
        if self.release is not None:
            self._forget_choice()

    def _is_released(self, before: LibraryPage | None) -> bool:
        """Whether this release was made before: the page says the same, and no further part is corrected."""
        if before is None or not before.live or self._is_for_later():
            return False
        if before.live_revision_id != self.revision.pk and not is_same(self.object, before):
            return False
        newest = Release.objects.filter(page=self.object).first()
        correction = getattr(newest, "correction", None)
        corrected = {part.target for part in correction.parts.all()} if correction else set()
        return set(self.choice.corrected) <= corrected

    def _settle(self) -> None:
        if self.strict:
            raise AlreadyReleasedError
        if self.revision.is_latest_revision():
            LibraryPage.objects.filter(pk=self.object.pk).update(has_unpublished_changes=False)

    def _check_choice(self, before: LibraryPage | None) -> None:
        """Nobody can answer when the clock publishes; the choice was checked when it was made."""
        if self.log_action == BY_THE_CLOCK:
            return
        day = timezone.localdate(self.object.go_live_at) if self._is_for_later() else timezone.localdate()
        check_choice(self.choice, {*parts_of(before), *parts_of(self.object)}, day)

    def _is_beyond_review(self, before: LibraryPage | None) -> bool:
        """Whether the page will say something else than what its reviewer read."""
        now = self.object
        if before is None or (now.reviewed_by, now.reviewed_on) != (before.reviewed_by, before.reviewed_on):
            return False
        if self.choice.release_class == ReleaseClass.EDITORIAL:
            return bool(before.changed_since_review)
        return bool(now.reviewed_on and now.reviewed_on < timezone.localdate())

    def _is_for_later(self) -> bool:
        return bool(self.object.go_live_at and self.object.go_live_at > timezone.now())

    def _after_publish(self) -> None:
        if self.object.live and self.object.live_revision_id == self.revision.pk:
            self.release = record_release(self.object, self.revision, self.choice, self.user)
            released.send(LibraryPage, release=self.release, page=self.object, in_rings=self.choice.in_rings)
        super()._after_publish()

    def _keep_choice(self, choice: ReleaseChoice) -> None:
        self._rewrite(store_choice(self.object, choice))

    def _forget_choice(self) -> None:
        """From now on the choice is in the release; the next one is chosen anew."""
        nothing = ReleaseChoice()
        for page in (self.object, self.revision.content_object):
            stored = store_choice(page, nothing)
        LibraryPage.objects.filter(pk=self.object.pk).update(**stored)
        self._rewrite({**stored, "changed_since_review": self.object.changed_since_review})

    def _rewrite(self, stored: dict[str, Any]) -> None:
        """Bring the revision up to what was decided after it was saved."""
        if any(self.revision.content.get(name) != value for name, value in stored.items()):
            self.revision.content |= stored
            self.revision.save(update_fields=["content"])


class UnpublishLibraryPage(UnpublishPageAction):
    """Withdraws a library page with all that is kept about what it says, or does nothing at all."""

    @transaction.atomic
    def execute(self, skip_permission_checks: bool = False) -> None:
        super().execute(skip_permission_checks)
