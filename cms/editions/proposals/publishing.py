"""Publish one accepted part of a library page, whatever else is being written there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms.editions.proposals.placing import put_into
from cms.editions.proposals.queries import said_by
from cms.editions.proposals.values import Kind, Offer, part_digest
from cms.editions.resolving.values import SourceBlock
from cms.editions.rollout.behind import rings_behind
from cms.library.actions import release
from cms.library.models import LibraryPage, Release
from cms.plugins.palette import editing
from cms.streams.sentences import sentences
from cms.streams.written import clean_written

if TYPE_CHECKING:
    from cms.accounts.models import User


def publish_part(
    page: LibraryPage, offer: Offer, part: SourceBlock, *, release_class: str, note: str, user: User | None
) -> Release:
    """Release ``page`` as it is published with ``part`` in it, and nothing else changed.

    A newer draft and a scheduled version get the part as well and keep the rest of what they say, the
    schedule its time. Raises ``ValidationError`` if such a version has changed the very same part, if the
    page cannot hold the words, or if rings do not show what it says now; call it in a transaction.
    """
    _refuse_to_overtake(page)
    scheduled = page.revisions.filter(approved_go_live_at__isnull=False).first()
    waiting = [revision for revision in (scheduled, _draft_of(page, scheduled)) if revision is not None]
    _refuse_overlap(page, offer, waiting)
    goes_live_at = scheduled.approved_go_live_at if scheduled else None
    part = _taken(page, offer, part)
    changed = LibraryPage.objects.get(pk=page.pk)
    _put(changed, offer, part)
    changed.go_live_at = None
    revision = changed.save_revision(user=user)
    made = release(changed, release_class=release_class, note=note, user=user, revision=revision)
    for version in waiting:
        _rewrite(version, offer, part, user, goes_live_at if version == scheduled else None)
    return made


def _refuse_to_overtake(page: LibraryPage) -> None:
    """A release takes along all that the page says, also to rings that are not to show it, or not yet."""
    behind = rings_behind(page.pk)
    if behind:
        told = " ".join(map(str, behind))
        raise ValidationError(
            _(
                "%(told)s The proposal would be released together with those words. Start them there, or "
                "release the page without them, and accept the proposal then."
            )
            % {"told": told}
        )


def _draft_of(page: LibraryPage, scheduled: Revision | None) -> Revision | None:
    """Return the newest draft, if it is neither published nor scheduled."""
    latest: Revision | None = page.latest_revision
    if latest is None or not page.has_unpublished_changes:
        return None
    return None if latest.pk == page.live_revision_id or latest == scheduled else latest


def _refuse_overlap(page: LibraryPage, offer: Offer, waiting: list[Revision]) -> None:
    said = said_by(page, offer)
    for revision in waiting:
        drafted = said_by(revision.as_object(), offer)
        if drafted is not None and said is not None and _differ(offer.kind, drafted, said):
            raise ValidationError(
                _(
                    "The library page has a draft that changes the same text. Publish that draft, or take "
                    "its change back, before you accept this proposal: otherwise one of them would be lost."
                )
            )


def _differ(kind: Kind, one: SourceBlock, other: SourceBlock) -> bool:
    return part_digest(kind, one) != part_digest(kind, other)


def _taken(page: LibraryPage, offer: Offer, part: SourceBlock) -> SourceBlock:
    """Return the part as a form would take it: an old one may hold what no form lets in."""
    if offer.kind is Kind.FIELD:
        return part
    said = said_by(page, offer)
    before = [[{"type": said.type, "value": said.value}]] if said else []
    stream = LibraryPage._meta.get_field("body").stream_block
    try:
        with editing(page, page.path).begun():
            written = [{"type": part.type, "value": part.value, "id": part.id}]
            taken = clean_written(stream, written, before)[0]
    except ValidationError as error:
        raise _refusal(error) from error
    return replace(part, value=taken["value"])


def _put(page: LibraryPage, offer: Offer, part: SourceBlock) -> None:
    put_into(page, offer, part)
    stream = LibraryPage._meta.get_field("body").stream_block
    try:
        if offer.kind is not Kind.FIELD:
            stream.clean(page.body)
        page.full_clean()
    except ValidationError as error:
        raise _refusal(error, stream, page.body) from error


def _refusal(error: ValidationError, *place: Any) -> ValidationError:
    return ValidationError(
        _("The library page can't take these words as they are: %(reason)s")
        % {"reason": " ".join(sentences(error, *place))}
    )


def _rewrite(
    version: Revision, offer: Offer, part: SourceBlock, user: User | None, goes_live_at: Any
) -> None:
    page = version.as_object()
    put_into(page, offer, part)
    page.save_revision(user=user or version.user, approved_go_live_at=goes_live_at, clean=False)
