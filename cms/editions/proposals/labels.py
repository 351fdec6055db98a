"""What proposals are called in lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from cms.editions.models import Edition, Proposal
from cms.editions.proposals.queries import offer_of
from cms.editions.proposals.values import Kind, Movement, Offer
from cms.library.models import LibraryPage

LENGTH = 60

KINDS: Mapping[Kind, str | Promise] = {
    Kind.BLOCK: _("own version of a library block"),
    Kind.FIELD: _("own field"),
    Kind.ADDED: _("new block"),
}
MOVEMENTS: Mapping[Movement, str | Promise] = {
    Movement.SAME: _("The library's text is the one that the clinic started from."),
    Movement.MOVED: _("The library has changed its text since the clinic started from it."),
    Movement.UNKNOWN: _("Nobody noted which text of the library the clinic started from."),
    Movement.GONE: _("The library does not have this block any more."),
    Movement.NEW: _("The library has nothing here yet: this would be a new block."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal as lists show it."""

    proposal: Proposal
    name: str
    kind: str | Promise


def line(proposal: Proposal) -> Line:
    offer = offer_of(proposal)
    return Line(proposal, name_of(offer), KINDS[offer.kind])


def lines(proposals: Iterable[Proposal]) -> list[Line]:
    return [line(proposal) for proposal in proposals]


def name_of(offer: Offer) -> str:
    """Name a block by its heading or first words and its sort, a field by its label."""
    if offer.kind is Kind.FIELD:
        return str(Edition._meta.get_field("fields").stream_block.child_blocks[offer.target].label)
    sorts = LibraryPage._meta.get_field("body").stream_block.child_blocks
    sort = str(sorts[offer.part.type].label) if offer.part.type in sorts else offer.part.type
    words = _words(offer.part.value)
    return f"{words} ({sort})" if words else sort


def field_label(offer: Offer, name: str) -> str:
    """Return what editors call the field ``name`` of the offered part."""
    sorts = LibraryPage._meta.get_field("body").stream_block.child_blocks
    block = sorts.get(offer.part.type)
    child = getattr(block, "child_blocks", {}).get(name)
    return str(child.label) if child is not None and child.label else str(capfirst(name.replace("_", " ")))


def _words(value: Any) -> str:
    if not isinstance(value, Mapping):
        return ""
    words = value.get("heading") or strip_tags(str(value.get("body") or ""))
    return str(Truncator(words).chars(LENGTH))
