"""The pictures of a clinic's site: its logo, its icon in browsers, and the picture at the head of pages.

Stored in the clinic as ``{name: {"file": …, "width": …, "height": …}, …}`` with the names below, whichever
theme it has. Files lie in the default storage under a name with a digest, so they may be kept for ever. They
come to a visitor's page with the clinic's record, and so without a query.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from django.core.files.storage import default_storage

from cms.locales.context import current_context

FOLDER = "looks"
"""Where the files lie in the storage."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored picture, and the size in CSS pixels that a page reserves for it."""

    file: str
    width: int
    height: int

    @property
    def url(self) -> str:
        return str(default_storage.url(self.file))

    @property
    def is_drawing(self) -> bool:
        return self.file.endswith(".svg")


@dataclass(frozen=True, slots=True)
class Pictures:
    """What a clinic has of its own.

    ``logo_dark`` takes the place of ``logo`` on dark screens. ``touch_icon`` is for the home screen of a
    telephone. ``header`` and ``header_small`` are one photograph in two sizes, a copy of the picture
    ``header_image`` of the library. Where the name stands in the logo it isn't written beside it.
    """

    logo: Picture | None = None
    logo_dark: Picture | None = None
    icon: Picture | None = None
    touch_icon: Picture | None = None
    header: Picture | None = None
    header_small: Picture | None = None
    header_image: int | None = None
    name_in_logo: bool = False


def pictures_in(stored: Any) -> Pictures:
    """Return a clinic's pictures from what is stored; what is not in shape is passed over."""
    if not isinstance(stored, dict):
        return Pictures()
    found: dict[str, Any] = {
        field.name: _picture(stored.get(field.name))
        for field in fields(Pictures)
        if field.name not in ("header_image", "name_in_logo")
    }
    image = stored.get("header_image")
    return Pictures(
        **found,
        header_image=image if isinstance(image, int) else None,
        name_in_logo=stored.get("name_in_logo") is True,
    )


def pictures_here() -> Pictures:
    """Return the pictures of the clinic that is shown; none where no clinic is."""
    context = current_context()
    return _read(context.clinic.pictures) if context else Pictures()


@lru_cache(maxsize=1024)
def _read(text: str) -> Pictures:
    return pictures_in(json.loads(text)) if text else Pictures()


def _picture(stored: Any) -> Picture | None:
    values = [stored.get(key) for key in ("file", "width", "height")] if isinstance(stored, Mapping) else []
    match values:
        case [str(file), int(width), int(height)]:
            return Picture(file, width, height)
    return None
