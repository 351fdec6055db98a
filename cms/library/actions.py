"""What people and scripts do with library pages: release them, correct them, plan a release."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms.library.models import LibraryPage, Release
from cms.library.publishing import PublishLibraryPage
from cms.library.values import ReleaseChoice, ReleaseRefusedError


@transaction.atomic
def release(
    page: LibraryPage,
    *,
    release_class: str,
    note: str,
    user: Any,
    corrected: Sequence[str] = (),
    reason: str = "",
    deadline: datetime.date | None = None,
    revision: Revision | None = None,
    in_rings: bool = False,
) -> Release:
    """Publish a library page as a release, with all that belongs to it, or do nothing at all.

    Without ``revision`` the words of ``page`` as it stands in memory are saved and released; pass
    ``page.get_latest_revision_as_object()`` to release its draft. ``corrected`` names blocks by id and fields
    by name; these show at once everywhere, and need the class safety, a ``reason`` and a ``deadline`` after
    today. ``user`` ``None`` is the system, which may do everything.

    Raises ``AlreadyReleasedError`` if the page says this already, ``ReleaseRefusedError`` with a message at
    each choice that cannot be, and ``PermissionDenied``.
    """
    choice = ReleaseChoice(release_class, note, in_rings, tuple(dict.fromkeys(corrected)), reason, deadline)
    with _saved(page, revision, user) as saved:
        action = PublishLibraryPage(saved, choice=choice, strict=True, user=user)
        action.execute()
        if action.release is None:
            raise ReleaseRefusedError(
                {"go_live_at": _("The page goes live on a date in the future. Plan the release instead.")}
            )
        return action.release


@transaction.atomic
def plan_release(
    page: LibraryPage, choice: ReleaseChoice, *, user: Any, revision: Revision | None = None
) -> Revision:
    """Let the revision become a release on its date, ``go_live_at``, which must lie in the future.

    The choice is checked now and kept with the revision. Raises the same errors as :func:`release`.
    """
    with _saved(page, revision, user) as saved:
        action = PublishLibraryPage(saved, choice=choice, strict=True, user=user)
        if not action.object.go_live_at or action.object.go_live_at <= timezone.now():
            raise ReleaseRefusedError({"go_live_at": _("Choose a date in the future on which it goes live.")})
        action.execute()
        return saved


@contextmanager
def _saved(page: LibraryPage, revision: Revision | None, user: Any) -> Iterator[Revision]:
    """The revision to publish. If it is refused, ``page`` in memory forgets the one that was never stored."""
    before = page.latest_revision_id
    try:
        yield revision or page.save_revision(user=user, log_action=True)
    except Exception:
        page.latest_revision_id = before
        raise
