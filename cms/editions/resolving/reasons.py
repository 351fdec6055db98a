"""Why a block stands as it does, in words.

The resolver is free of Django, so the sentences are only marked here; whoever shows one translates it with
``gettext(reason)``.
"""

from __future__ import annotations


def gettext_noop(text: str) -> str:
    """Mark ``text`` for the message catalogue and return it as it is."""
    return text


FALLBACK = gettext_noop("The library has no such page in this language, so its text is shown in another one.")
STALE = gettext_noop("The library has changed this since the clinic decided about it.")
UNKNOWN = gettext_noop("What the library said when the clinic decided about this is not known.")
ORPHANED = gettext_noop("The library no longer has this block; the clinic's version stays where it stood.")
LOCKED = gettext_noop("The library shows this block in its own words on every clinic's page.")
EXTEND = gettext_noop("Clinics may add text after this block, but may not replace or hide it.")
UNSIGNED = gettext_noop("The clinic's version waits for a clinical reviewer to sign it off.")
TWICE = gettext_noop("An earlier entry already decides about this block.")
TAKEN = gettext_noop("The library has a block with the same id as this added block.")
FIXED = gettext_noop("The library decides where this block stands.")
HELD = gettext_noop("An earlier release is shown here; the library says something else by now.")
CORRECTED = gettext_noop(
    "This part of the text is older than a correction, so the corrected words are shown."
)
CORRECTED_ELSEWHERE = gettext_noop(
    "This part of the translation is older than a correction, so the corrected words are shown in the "
    "language that has them."
)
OVERRULED = gettext_noop(
    "The library has corrected this since the clinic decided about it. The correction is shown, and the "
    "clinic's version is kept until it decides again."
)
PARKED = gettext_noop(
    "The clinic wrote this before the library corrected it. It is kept, and not shown until the clinic "
    "decides again."
)
PARKED_HIDING = gettext_noop(
    "The clinic hid this before the library corrected it, so it is shown until the clinic decides again."
)
PARKED_REMOVED = gettext_noop(
    "The library has removed this block with a correction. The clinic's version is kept, and not shown "
    "until the clinic decides again."
)

ABOUT_IDS = frozenset({TWICE, TAKEN})
"""Reasons that lie in an entry's id and say nothing about the library's block."""
