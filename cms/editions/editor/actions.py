"""A clinic's decisions about a library page, for scripts: the same rules as in the page editor."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.editions.editor.ground import Ground, ground_of
from cms.editions.editor.handed_in import (
    content_id,
    refuse_unknown_fields,
    taken_block,
    taken_field,
    target_of,
    versions_of,
)
from cms.editions.editor.rows import all_fields, all_rows, combined, refused_rows
from cms.editions.editor.seen import Seen
from cms.editions.editor.wishes import Wishes, wished_rows
from cms.editions.resolving.values import LibraryText
from cms.editions.sources import local_fields
from cms.streams.sentences import sentences

if TYPE_CHECKING:
    from cms.accounts.models import User
    from cms.editions.models import Edition

RawBlock = Mapping[str, Any]

OF_THE_PAGE = (
    "path",
    "depth",
    "numchild",
    "url_path",
    "live",
    "live_revision_id",
    "latest_revision_id",
    "first_published_at",
    "locked",
    "locked_by_id",
    "locked_at",
)
"""What belongs to a page and not to a version of it; Wagtail stores it as it stands in memory."""


@transaction.atomic
def decide(
    edition: Edition,
    *,
    replaced: Sequence[RawBlock] = (),
    added: Sequence[tuple[str, RawBlock]] = (),
    hidden: Sequence[str] = (),
    shown_again: Sequence[str] = (),
    reset: Sequence[str] = (),
    removed: Sequence[str] = (),
    moved: Sequence[tuple[str, str]] = (),
    fields: Mapping[str, Any] | None = None,
    reset_fields: Sequence[str] = (),
    user: User | None = None,
    why: str = "",
) -> None:
    """Decide about blocks and fields of ``edition`` and publish it.

    ``replaced`` holds stored blocks whose id is that of the library block they stand for; ``added`` pairs
    of the id that a block stands after (empty for the top) and the block; ``moved`` pairs of the id to move
    and the id that it then stands after. ``hidden``, ``shown_again`` and ``reset`` are ids of library
    blocks, the last going back to the library's version; ``removed`` are ids of the clinic's own blocks.
    ``fields`` are values by field name; ``reset_fields`` follow the library again. Decisions that change
    nothing publish nothing.

    Raises ``ValidationError`` for what the library's policies or the blocks refuse, and for ids that are
    not on the page; ``PermissionDenied`` if ``user`` may not publish the edition.
    """
    _bring_up_to_date(edition)
    _check_permission(edition, user)
    ground = ground_of(edition)
    if ground is None:
        raise ValidationError(_("The library has no published page that this edition could follow."))
    wishes = Wishes(
        changed={
            **{target_of(block): _replacement(edition, block, ground.text) for block in replaced},
            **{target: _row("hide", target) for target in hidden},
            **{target: _row("follow", target) for target in (*shown_again, *reset)},
        },
        removed=frozenset(removed),
        added=[(after, _addition(edition, block)) for after, block in added],
        moved=moved,
    )
    rows = wished_rows(all_rows(edition, ground.text), wishes)
    if _take(edition, rows, _wished_fields(edition, fields or {}, reset_fields), ground):
        edition.full_clean()
        edition.save_revision(user=user).publish(user=user)
        log(edition, "editions.decide", user=user, data={"why": why})


def _bring_up_to_date(edition: Edition) -> None:
    """Lock the page, and read what may have happened to it since ``edition`` was read.

    Publishing what was read before the first publication would move that to now, and the page would seem to
    be younger than corrections that it is asked about.
    """
    stored = type(edition).objects.select_for_update().filter(pk=edition.pk).first()
    if stored is None:
        raise ValidationError(_("This page does not exist any more, so nothing was changed."))
    for name in OF_THE_PAGE:
        setattr(edition, name, getattr(stored, name))


def _check_permission(edition: Edition, user: User | None) -> None:
    if user is None:
        return
    allowed = edition.permissions_for_user(user)
    if not (allowed.can_edit() and allowed.can_publish()):
        raise PermissionDenied(_("You may not publish this page."))


def _take(edition: Edition, rows: Sequence[RawBlock], fields: Sequence[RawBlock], ground: Ground) -> bool:
    """Put the decisions into ``edition`` and say whether they change anything."""
    seen = Seen.of(edition, ground.basis)
    refused = refused_rows(edition, rows, seen, ground.text)
    if refused:
        raise ValidationError({"local": list(refused.values())})
    before = (edition.local.get_prep_value(), local_fields(edition))
    saved = combined(edition, rows, fields, seen, ground.basis)
    edition.local = _cleaned(edition, "local", saved.rows)
    edition.fields = _cleaned(edition, "fields", saved.fields)
    edition.base = saved.base
    return (edition.local.get_prep_value(), local_fields(edition)) != before


def _wished_fields(edition: Edition, fields: Mapping[str, Any], reset: Sequence[str]) -> list[RawBlock]:
    rows = {row["id"]: row for row in all_fields(edition)}
    for name, value in fields.items():
        rows[name] = {"type": name, "value": taken_field(edition, name, value), "id": name}
    refuse_unknown_fields(reset)
    rows |= {name: _row("follow", name) for name in reset}
    return list(rows.values())


def _cleaned(edition: Edition, name: str, rows: Sequence[RawBlock]) -> Any:
    stream = edition._meta.get_field(name).stream_block
    value = stream.to_python(list(rows))
    try:
        return stream.clean(value)
    except ValidationError as error:
        raise ValidationError(sentences(error, stream, value)) from error


def _row(kind: str, target: str) -> dict[str, Any]:
    return {"type": kind, "value": {"target": target}, "id": target}


def _replacement(edition: Edition, block: RawBlock, text: LibraryText) -> dict[str, Any]:
    """A replacement is shown under the library block's id and stored under one of its own."""
    target = target_of(block)
    written = {**block, "id": content_id(edition, target)}
    taken = taken_block(edition, written, versions_of(edition, target, text))
    row = _row("replace", target)
    return {**row, "value": {**row["value"], "content": [taken]}}


def _addition(edition: Edition, block: RawBlock) -> dict[str, Any]:
    return {"type": "add", "value": {"content": [taken_block(edition, block)]}, "id": str(uuid.uuid4())}
