"""Pictures of pixels that people upload, made anew in the size that a page shows.

A file is read by Pillow and written again, so nothing comes through but its pixels: no place where a
photograph was taken, no script in a comment, no page that is hidden behind a picture.
"""

from __future__ import annotations

from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("PNG", "WEBP", "JPEG")
MOST_PIXELS = 24_000_000
"""As many as a telephone's camera takes; a small file may hold far more, to fill the memory."""


def opened(data: bytes, formats: tuple[str, ...] = FORMATS) -> Image.Image:
    """Return the picture in a file; raises ``ValidationError`` for one that is damaged or far too large."""
    names = ", ".join("WebP" if one == "WEBP" else one for one in formats)
    try:
        found = Image.open(BytesIO(data), formats=formats)
        if found.width * found.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        found.load()
        return ImageOps.exif_transpose(found).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        sentence = _("This picture has more than %(millions)d million pixels. Make it smaller first.")
        raise ValidationError(sentence % {"millions": MOST_PIXELS // 1_000_000}, code="pixels") from error
    except UnidentifiedImageError as error:
        sentence = _("This is not a picture in one of these formats: %(formats)s.")
        raise ValidationError(sentence % {"formats": names}, code="invalid") from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise ValidationError(
            _("This picture is damaged or not complete. Save it anew."), code="damaged"
        ) from error


def within(picture: Image.Image, width: int, height: int) -> Image.Image:
    """Return a picture that is at most so large, in its own proportions; a smaller one stays as it is.

    One that is next to a line keeps a pixel.
    """
    if not _exceeds(picture, width, height):
        return picture
    factor = min(width / picture.width, height / picture.height)
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return picture.resize(size, Image.Resampling.BICUBIC)


def square(picture: Image.Image, side: int) -> Image.Image:
    """Return a picture as a square of that side."""
    return picture.resize((side, side), Image.Resampling.LANCZOS)


def on_white(picture: Image.Image) -> Image.Image:
    """Return a picture without transparency, which telephones show as black."""
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture)
    return ground.convert("RGB")


def written(picture: Image.Image, kind: str) -> bytes:
    """Return the file of a picture, as ``WEBP`` or ``PNG``."""
    file = BytesIO()
    if kind == "PNG":
        picture.save(file, "PNG", optimize=True)
    else:
        picture.save(file, "WEBP", quality=90, method=6)
    return file.getvalue()


def _exceeds(picture: Image.Image, width: int, height: int) -> bool:
    return picture.width > width or picture.height > height
