"""What a release leaves in the database: itself, its correction, and the index of what the page says now."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from cms.library.models import CorrectedPart, Correction, LibraryPage, LibraryPart, Release
from cms.library.parts import parts_of
from cms.library.queries import source_page
from cms.library.values import Part, ReleaseChoice


def record_release(page: LibraryPage, revision: Revision, choice: ReleaseChoice, user: Any = None) -> Release:
    """Write the release that publishing ``revision`` makes; the number of rows is independent of clinics.

    Call it in the transaction that publishes. Without ``user`` it is whoever wrote the revision.
    """
    user = user or revision.user
    parts = parts_of(page)
    release = Release.objects.create(
        page=page, revision=revision, release_class=choice.release_class, note=choice.note, user=user
    )
    if choice.corrected and choice.deadline:
        _record_correction(release, choice, choice.deadline, parts)
    index_parts(page, parts)
    log(instance=page, action="library.release", user=user, revision=revision, data=_logged(choice))
    return release


def _record_correction(
    release: Release, choice: ReleaseChoice, deadline: datetime.date, parts: Mapping[str, Part]
) -> None:
    page = release.page
    correction = Correction.objects.create(
        release=release,
        library_key=page.translation_key,
        language=page.locale.language_code,
        reaches_translations=source_page(page).pk == page.pk,
        reason=choice.reason,
        deadline=deadline,
    )
    CorrectedPart.objects.bulk_create(
        CorrectedPart(
            correction=correction,
            target=target,
            digest=parts[target].digest if target in parts else "",
        )
        for target in choice.corrected
    )


def index_parts(page: LibraryPage, parts: Mapping[str, Part]) -> None:
    """Bring the index up to what a published page says."""
    forget_parts(page)
    LibraryPart.objects.bulk_create(
        LibraryPart(
            page=page,
            target=part.target,
            digest=part.digest,
            type=part.type,
            heading=part.heading[:255],
            policy=part.policy,
            position=part.position,
        )
        for part in parts.values()
    )


def forget_parts(page: LibraryPage) -> None:
    """Take a page that is not published out of the index."""
    LibraryPart.objects.filter(page=page).delete()


def _logged(choice: ReleaseChoice) -> dict[str, Any]:
    data: dict[str, Any] = {"class": choice.release_class, "why": choice.note or _("No note was given.")}
    if choice.corrected:
        data |= {
            "corrected": list(choice.corrected),
            "reason": choice.reason,
            "deadline": choice.deadline.isoformat() if choice.deadline else "",
        }
    return data
