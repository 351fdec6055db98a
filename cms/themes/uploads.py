"""From a file that somebody uploads to the pictures that pages show: what is accepted, and in which sizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from cms.themes.bitmaps import on_white, opened, square, within, written
from cms.themes.drawings import Drawing, Removed, clean_drawing

MOST_BYTES = 1024 * 1024
LOGO_HEIGHT, LOGO_WIDTH = 64, 480
"""The most that a logo measures on a page, in CSS pixels; bitmaps have twice as many."""
ICON, TOUCH_ICON = 32, 180
BANDS: Mapping[str, tuple[int, int]] = {"header": (1600, 500), "header_small": (800, 250)}
"""The sizes of the picture at the head of pages."""


class Uploaded(Protocol):
    """What an uploaded file and one from the disk have in common."""

    name: str | None

    @property
    def size(self) -> int: ...

    def read(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Made:
    """A picture that is ready to be stored: its file and ending, and its size in CSS pixels."""

    data: bytes
    ending: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Upload:
    """What became of a file: pictures by the names of ``Pictures``, and what was left out of a drawing."""

    made: Mapping[str, Made | None]
    removed: tuple[Removed, ...] = ()


def logo(file: Uploaded, name: str = "logo") -> Upload:
    """Return a logo, ``logo`` or ``logo_dark``; raises ``ValidationError`` with what is wrong with it."""
    data = _data(file)
    if _is_drawing(file, data):
        drawing = clean_drawing(data)
        width, height = _scaled(drawing.width, drawing.height)
        return Upload({name: Made(drawing.data, "svg", width, height)}, drawing.removed)
    picture = opened(data)
    if picture.height < LOGO_HEIGHT:
        sentence = _("This logo is %(height)d pixels high and should have at least %(least)d.")
        raise ValidationError(sentence % {"height": picture.height, "least": LOGO_HEIGHT}, code="small")
    fitted = within(picture, 2 * LOGO_WIDTH, 2 * LOGO_HEIGHT)
    return Upload({name: Made(written(fitted, "WEBP"), "webp", *_scaled(*fitted.size))})


def icon(file: Uploaded) -> Upload:
    """Return an icon, and from a PNG that for telephones; raises ``ValidationError``."""
    data = _data(file)
    if _is_drawing(file, data):
        drawing = clean_drawing(data)
        _check_square(drawing.width, drawing.height)
        return Upload({"icon": _drawn_icon(drawing), "touch_icon": None}, drawing.removed)
    picture = opened(data, ("PNG",))
    _check_square(*picture.size)
    if picture.width < TOUCH_ICON:
        sentence = _("This icon is %(width)d pixels wide and should have at least %(least)d.")
        raise ValidationError(sentence % {"width": picture.width, "least": TOUCH_ICON}, code="small")
    small, large = square(picture, ICON), on_white(square(picture, TOUCH_ICON))
    return Upload(
        {
            "icon": Made(written(small, "PNG"), "png", ICON, ICON),
            "touch_icon": Made(written(large, "PNG"), "png", TOUCH_ICON, TOUCH_ICON),
        }
    )


def band(image: Any) -> Upload:
    """Return the picture at the head of pages, from one of the library, around its focal point.

    It is a copy: a page then needs no query for it, and what becomes of the library changes no page. Raises
    ``ValidationError`` for a picture that is too small or whose file is gone.
    """
    least = BANDS["header_small"][0]
    if image.width < least:
        sentence = _("This picture is %(width)d pixels wide and should have at least %(least)d.")
        raise ValidationError(sentence % {"width": image.width, "least": least}, code="small")
    made = {}
    for name, (width, height) in BANDS.items():
        try:
            cut = image.get_rendition(f"fill-{width}x{height}|format-webp|webpquality-72")
            with cut.file.open("rb") as file:
                made[name] = Made(file.read(), "webp", cut.width, cut.height)
        except OSError as error:
            raise ValidationError(_("The file of this picture cannot be read."), code="gone") from error
    return Upload(made)


def _data(file: Uploaded) -> bytes:
    """Return the content of a file, which is not read at all if it is too large."""
    if file.size > MOST_BYTES:
        sentence = _("This file has %(size)s and should have at most %(most)s.")
        sizes = {"size": filesizeformat(file.size), "most": filesizeformat(MOST_BYTES)}
        raise ValidationError(sentence % sizes, code="bytes")
    return file.read()


def _is_drawing(file: Uploaded, data: bytes) -> bool:
    """Whether a file means to be SVG, by its name or by how it begins; what it is shows when it is read."""
    return PurePath(file.name or "").suffix.lower() == ".svg" or data.lstrip()[:1] == b"<"


def _drawn_icon(drawing: Drawing) -> Made:
    return Made(drawing.data, "svg", ICON, ICON)


def _scaled(width: float, height: float) -> tuple[int, int]:
    """Return the size of a logo on a page: as high as it may be, unless it is very wide."""
    factor = min(LOGO_HEIGHT / height, LOGO_WIDTH / width)
    return max(1, round(width * factor)), max(1, round(height * factor))


def _check_square(width: float, height: float) -> None:
    if abs(width - height) > 0.02 * max(width, height):
        sentence = _("An icon is a square; this one is %(width)g by %(height)g.")
        raise ValidationError(sentence % {"width": width, "height": height}, code="square")
