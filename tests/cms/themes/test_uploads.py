"""Uploaded pictures: in which sizes they are made, and which are refused."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cms.themes import uploads
from cms.themes.bitmaps import MOST_PIXELS
from cms.themes.drawings import Removed
from cms.themes.uploads import MOST_BYTES
from tests.cms.themes.test_drawings import PATH, svg


def picture(width: int, height: int, kind: str = "PNG", **options) -> bytes:
    """Return the file of a picture with a colour of its own at the left."""
    drawn = Image.new("RGB", (width, height), "teal")
    drawn.paste("gold", (0, 0, width // 4, height))
    file = BytesIO()
    drawn.save(file, kind, **options)
    return file.getvalue()


def bomb(width: int, height: int) -> bytes:
    """Return a small PNG that says it is as large as that."""
    chunks = b"\x89PNG\r\n\x1a\n"
    for kind, data in (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0" * 1000)),
        (b"IEND", b""),
    ):
        chunks += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return chunks


def upload(data: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
@pytest.mark.parametrize(
    ("size", "shown", "pixels"),
    [
        ((800, 400), (128, 64), (256, 128)),
        ((100, 64), (100, 64), (100, 64)),
        ((3000, 150), (480, 24), (960, 48)),
    ],
)
def test_logo_has_twice_the_pixels_that_a_page_reserves(kind, size, shown, pixels) -> None:
    made = uploads.logo(upload(picture(*size, kind))).made["logo"]
    found = Image.open(BytesIO(made.data))
    assert [(made.width, made.height), found.size, found.format, made.ending] == [
        shown,
        pixels,
        "WEBP",
        "webp",
    ]


@pytest.mark.parametrize(("size", "pixels"), [((1, 60_000), (1, 128)), ((200_000, 64), (960, 1))])
def test_logo_that_is_next_to_a_line_keeps_a_pixel(size, pixels) -> None:
    made = uploads.logo(upload(picture(*size))).made["logo"]
    assert Image.open(BytesIO(made.data)).size == pixels


def test_nothing_but_pixels_comes_through() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home <script>x()</script>"
    exif[0x0112] = 6  # lies on its side
    data = picture(400, 200, "JPEG", exif=exif, comment=b"<script>x()</script>") + b"<script>x()</script>"
    found = Image.open(BytesIO(uploads.logo(upload(data)).made["logo"].data))
    assert [found.size, dict(found.getexif()), b"script" in found.fp.getvalue()] == [(64, 128), {}, False]


def test_logo_that_is_a_drawing_keeps_its_proportions_and_tells_what_went() -> None:
    found = uploads.logo(upload(svg(f"<script>x()</script>{PATH}"), "logo.svg"), "logo_dark")
    made = found.made["logo_dark"]
    assert [(made.width, made.height), made.ending, found.removed] == [(256, 64), "svg", (Removed.SCRIPT,)]


def test_icon_from_a_png_is_for_browsers_and_for_telephones() -> None:
    drawn = Image.new("RGBA", (512, 512), (0, 0, 0, 0))
    file = BytesIO()
    drawn.save(file, "PNG")
    made = uploads.icon(upload(file.getvalue())).made
    found = {name: Image.open(BytesIO(one.data)) for name, one in made.items()}
    assert {name: (one.size, one.mode) for name, one in found.items()} == {
        "icon": ((32, 32), "RGBA"),
        "touch_icon": ((180, 180), "RGB"),
    }
    assert found["touch_icon"].getpixel((90, 90)) == (255, 255, 255)


def test_icon_from_a_drawing_takes_the_place_of_that_for_telephones() -> None:
    made = uploads.icon(upload(svg(box='viewBox="0 0 8 8"'), "icon.svg")).made
    assert [made["icon"].ending, made["touch_icon"]] == ["svg", None]


@pytest.mark.parametrize(
    ("make", "data", "name", "code"),
    [
        (uploads.logo, b"Our logo, soon to come", "logo.svg", "invalid"),
        (uploads.logo, b"Our logo, soon to come", "logo.png", "invalid"),
        (uploads.logo, b"", "logo.png", "invalid"),
        (uploads.logo, b"<html></html>", "logo.png", "invalid"),
        (uploads.logo, b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "logo.gif", "invalid"),
        (uploads.logo, picture(400, 200)[:-60], "logo.png", "damaged"),
        (uploads.logo, picture(400, 200, "JPEG")[:-200], "logo.jpg", "damaged"),
        (uploads.logo, picture(400, 200, "WEBP")[:-20], "logo.webp", "damaged"),
        (uploads.logo, bomb(6000, MOST_PIXELS // 6000 + 1), "logo.png", "pixels"),
        (uploads.logo, bomb(60_000, 60_000), "logo.png", "pixels"),
        (uploads.logo, bomb(400, 200), "logo.png", "damaged"),
        (uploads.logo, picture(400, 63), "logo.png", "small"),
        (uploads.logo, b"<svg>" + b" " * MOST_BYTES, "logo.svg", "bytes"),
        (uploads.icon, picture(200, 180), "icon.png", "square"),
        (uploads.icon, picture(179, 179), "icon.png", "small"),
        (uploads.icon, picture(200, 200, "JPEG"), "icon.jpg", "invalid"),
        (uploads.icon, svg(), "icon.svg", "square"),
    ],
)
def test_file_that_is_no_usable_picture_is_refused_in_words(make, data, name, code) -> None:
    with pytest.raises(ValidationError) as refused:
        make(upload(data, name))
    assert [refused.value.code, refused.value.messages[0].endswith(".")] == [code, True]


def test_file_that_is_too_large_is_not_read() -> None:
    class Huge(SimpleUploadedFile):
        def read(self, *args):
            raise AssertionError

    huge = Huge("logo.png", b"")
    huge.size = 50 * 1024 * 1024
    with pytest.raises(ValidationError) as refused:
        uploads.logo(huge)
    assert refused.value.messages == ["This file has 50.0\xa0MB and should have at most 1.0\xa0MB."]
