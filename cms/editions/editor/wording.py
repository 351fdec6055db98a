"""What the edition editor says about a row, in sentences for people who do not know how inheritance works."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail.blocks import Block

from cms.blocks.policies import Policy
from cms.editions.resolving import reasons
from cms.editions.resolving.values import Flag, Origin, Provenance
from cms.library.models import LibraryPage
from cms.streams.blocks import SealedBlock
from cms.streams.palette import Dormant, Palette

LABEL_LENGTH = 70

RULES = {
    Policy.OPEN: "",
    Policy.REVIEW: reasons.gettext_noop(
        "If you write your own version, it shows once a clinical reviewer has signed it off."
    ),
    Policy.EXTEND: reasons.EXTEND,
    Policy.LOCKED: reasons.LOCKED,
}
TONES = {
    Flag.STALE: "attention",
    Flag.ORPHANED: "attention",
    Flag.PARKED: "attention",
    Flag.UNKNOWN: "unknown",
    Flag.HELD: "information",
}
PARKED = {
    reasons.PARKED: reasons.gettext_noop(
        "The library has corrected this for safety, so visitors see the library’s corrected text instead of "
        "your version. Your words are kept here. Changing them here does not make them show again."
    ),
    reasons.PARKED_HIDING: reasons.gettext_noop(
        "The library has corrected this for safety, so visitors see the library’s corrected text although "
        "you hid it. Your decision is kept here."
    ),
    reasons.PARKED_REMOVED: reasons.gettext_noop(
        "The library has removed this for safety, so visitors do not see your version either. Your words are "
        "kept here. Changing them here does not make them show again."
    ),
}
"""What a correction did to a decision, in the clinic's own terms, by what the resolver says about it."""


def name_of(value: Any, sort: str) -> str:
    """Name a block by its heading, else by its first words, else by its sort."""
    words = ""
    if isinstance(value, Mapping):
        words = str(value.get("heading") or strip_tags(str(value.get("body") or "")))
    return Truncator(words).chars(LABEL_LENGTH) if words else sort


def silence(palette: Palette, block: Block) -> Dormant | None:
    """Return why visitors see nothing of a block of this type, ``None`` if they may see it."""
    if isinstance(block, SealedBlock):
        return Dormant(
            _("not installed: visitors do not see it"),
            _("This block belongs to a part of the system that is not installed, so visitors do not see it."),
            _("It is kept, and shows again once that part is back."),
        )
    return palette.dormant.get(block.name)


def source_words(page: LibraryPage, language: str) -> str:
    """Say where a library block comes from: language, and when it was reviewed."""
    name = language_name(language)
    review = page.review
    if review is None:
        return _("From the library, %(language)s, not reviewed yet") % {"language": name}
    date = date_format(review.reviewed_on, "DATE_FORMAT")
    return _("From the library, %(language)s, reviewed %(date)s") % {"language": name, "date": date}


def language_name(code: str) -> str:
    """Return the name of a language in the language of the person who reads it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def rule_words(policy: Policy) -> str:
    """Say what the library's policy means for the clinic; nothing where it is free."""
    return _(RULES[policy]) if RULES[policy] else ""


def notes(*provenances: Provenance) -> list[dict[str, str]]:
    """Return what an editor ought to know of a block: each sentence once, with the tone to say it in.

    What :func:`parked_words` says in other words is left out.
    """
    left_out = {*RULES.values(), *PARKED, *([reasons.OVERRULED] if parked_words(*provenances) else [])}
    found: dict[str, str] = {}
    for provenance in provenances:
        tone = next((TONES[flag] for flag in Flag if flag in provenance.flags), "information")
        for reason in provenance.reasons:
            if reason not in left_out:
                found.setdefault(_(reason), tone)
    return [{"text": text, "tone": tone} for text, tone in found.items()]


def parked_words(*provenances: Provenance) -> str:
    """Say what a correction did to the clinic's decision, in its own terms; nothing if it did nothing."""
    found = (PARKED[reason] for one in provenances for reason in one.reasons if reason in PARKED)
    return next((_(text) for text in found), "")


def way_on(*provenances: Provenance) -> str:
    """Return the words of the link to where it is decided about a part of the page."""
    said = {reason for one in provenances for reason in one.reasons}
    if reasons.PARKED_HIDING in said:
        return _("Hide it again: answer this update")
    if said & PARKED.keys():
        return _("Show your own words again: answer this update")
    return _("Decide in your updates")


def state_words(origin: Origin, policy: Policy) -> tuple[str, str]:
    """Return the name of the state of a library block that shows, for style sheets and for people."""
    if origin is Origin.FALLBACK:
        return "fallback", _("In another language")
    if origin is Origin.CORRECTION:
        return "correction", _("Correction")
    if policy is Policy.LOCKED:
        return "locked", _("From the library, locked")
    return "library", _("From the library")
