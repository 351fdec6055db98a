"""The words of specimens: ordinary ones, very long ones, and ones that are written from right to left."""

from __future__ import annotations

import re

LINE = "Sample text in one line"
PROSE = (
    "<p>Sample text with <b>strong</b> and <i>stressed</i> words and <a href='#main'>a link</a>.</p>"
    "<ul><li>An item</li><li>Another item</li></ul><ol><li>The first</li><li>The second</li></ol>"
)
# The longest word that is in use in Danish.
LONG_WORD = "speciallægepraksisplanlægningsstabiliseringsperiode"
LONG_LINE = (
    f"{LONG_WORD} and other words that nobody shortened before they were printed, so that they need several "
    "lines on every screen"
)
LONG_PROSE = f"<p>{LONG_LINE}.</p><p>{'Patients read this on a telephone. ' * 12}</p>"

LATIN = "abcdefghijklmnopqrstuvwxyz"
# One letter for one letter: nobody can read it, and everything that depends on the direction shows.
ARABIC = "ابثدعفغهيجكلمنوقرستشحخطظصض"
TURNED = str.maketrans(LATIN + LATIN.upper(), ARABIC + ARABIC)
# Tags, entities and the names of variables stay.
KEPT = re.compile(r"(<[^>]*>|&[^;\s]+;|\{[^}]*\})")


def turned(text: str) -> str:
    """Return a text or a piece of HTML in letters that are written from right to left."""
    parts = KEPT.split(text)
    return "".join(part if number % 2 else part.translate(TURNED) for number, part in enumerate(parts))
