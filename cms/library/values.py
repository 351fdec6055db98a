"""The values of releasing: the parts of a page, what a releaser chooses, and why a release is refused."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.library.releases import ReleaseClass


@dataclass(frozen=True, slots=True)
class Part:
    """One block or inheritable field of a library page, as it is stored.

    ``target`` is the block's id or the field's name; ``type`` the name of the block's type, or again that of
    the field. ``position`` counts blocks from 0; fields have -1.
    """

    target: str
    type: str
    value: Any
    digest: str
    policy: str
    position: int

    @property
    def is_field(self) -> bool:
        return self.position < 0

    def says(self, other: Part | None) -> bool:
        """Whether ``other`` has the same words."""
        return other is not None and other.digest == self.digest

    @property
    def heading(self) -> str:
        """The block's own heading; empty for a field and for a block without one."""
        found = self.value.get("heading") if isinstance(self.value, Mapping) and not self.is_field else ""
        return found if isinstance(found, str) else ""


@dataclass(frozen=True, slots=True)
class ReleaseChoice:
    """What a person says about a release: its class, a note for clinics, and what it corrects.

    ``corrected`` holds targets, ``reason`` and ``deadline`` belong to them; only the class safety has them.
    ``in_rings``: clinics receive the release ring by ring.
    """

    release_class: str = ReleaseClass.EDITORIAL
    note: str = ""
    in_rings: bool = False
    corrected: tuple[str, ...] = ()
    reason: str = ""
    deadline: datetime.date | None = None


class ReleaseRefusedError(ValidationError):
    """A release cannot be made as it was asked for; the messages stand at the names of its choices."""


class AlreadyReleasedError(ReleaseRefusedError):
    """What is to be released is what the page says already, and was released before."""

    def __init__(self) -> None:
        super().__init__(
            _("The page says this already: it has been released before. Nothing was released a second time."),
            code="released",
        )


def mark_as_release(stored: Any) -> None:
    """Note on a page or revision in memory that storing it is part of a release."""
    stored.is_being_released = True


def is_marked_as_release(stored: Any) -> bool:
    """Whether storing this page or revision is part of a release."""
    return bool(getattr(stored, "is_being_released", False))
