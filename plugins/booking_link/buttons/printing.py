"""QR codes of booking links, as drawings for a page and as files for whatever a clinic prints."""

from __future__ import annotations

import io
from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe

from cms.plugins.api import PluginContext
from plugins.booking_link.buttons.button import counted_address
from plugins.booking_link.targets.resolution import Ask

ERROR = "m"  # 15 % of the code may be damaged, as on paper that was folded
BORDER = 4  # modules, as the standard asks
PIXELS = 16  # for each module of a PNG: more than 5 cm at 300 dpi


def scanned_address(context: PluginContext, ask: Ask) -> str:
    """Return the whole address that counts the visit and leads on."""
    return context.clinic.root_url + counted_address(ask, context.clinic.id)


@lru_cache(maxsize=1000)
def drawing(address: str) -> SafeString:
    """Return the code of an address as an ``svg`` element, as large as its surroundings."""
    code = segno.make(address, error=ERROR, micro=False)
    return mark_safe(code.svg_inline(border=BORDER, omitsize=True, svgclass=None, lineclass=None))


def svg_file(address: str) -> bytes:
    """Return the code of an address as an SVG file."""
    return _file(address, "svg", scale=PIXELS)


def png_file(address: str) -> bytes:
    """Return the code of an address as a PNG file."""
    return _file(address, "png", scale=PIXELS)


def _file(address: str, kind: str, *, scale: int) -> bytes:
    written = io.BytesIO()
    segno.make(address, error=ERROR, micro=False).save(written, kind=kind, scale=scale, border=BORDER)
    return written.getvalue()
