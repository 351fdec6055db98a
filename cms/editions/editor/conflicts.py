"""Two people at one edition: who else saved it, and what to say at a row that both changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from cms.editions.models import Edition


@dataclass(frozen=True, slots=True)
class Others:
    """Who saved an edition while a form of it was open, and what the rows are called that only they
    changed.
    """

    name: str
    names: tuple[str, ...]


def combined_with(
    edition: Edition, user: Any, kept: Sequence[str], name_of: Callable[[str], str]
) -> Others | None:
    """Return whose changes a save was combined with, if with any."""
    return Others(_who(edition, user), tuple(map(name_of, kept))) if kept else None


def message(edition: Edition, user: Any) -> str:
    """Say who changed a row that the form changes too, and what can be done."""
    revision = edition.get_latest_revision()
    when = time_format(timezone.localtime(revision.created_at)) if revision else ""
    return _(
        "%(name)s changed this at %(time)s, while you had the page open. Nothing was saved yet. Both "
        "versions are here: choose which one stays."
    ) % {"name": _who(edition, user), "time": when}


def errors(
    rows: Sequence[Mapping[str, Any]], conflicts: Collection[str], words: str
) -> dict[int, ValidationError]:
    """Return the error of each conflicting row by its index."""
    return {index: ValidationError(words) for index, row in enumerate(rows) if _id(row) in conflicts}


def _id(row: Mapping[str, Any]) -> str:
    """Return the id of the block, or the name of the field, that a row is about."""
    value = row["value"]
    if row["type"] == "add" and value.get("content"):
        return str(value["content"][0]["id"])
    return str((isinstance(value, Mapping) and value.get("target")) or row["type"])


def _who(edition: Edition, user: Any) -> str:
    revision = edition.get_latest_revision()
    other = revision.user if revision else None
    if other is None:
        return _("Somebody else")
    if user is not None and other.pk == user.pk:
        return _("You, in another window,")
    return str(other.get_full_name() or other)
