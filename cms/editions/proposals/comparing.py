"""The difference between a proposal and the library's words, for people to read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wagtail.images import get_image_model

from cms.editions.merging import PartDifference, Span, SpanKind, compare, merge, merge_value
from cms.editions.proposals.labels import field_label
from cms.editions.proposals.queries import Comparison, base_words
from cms.editions.proposals.values import Kind, Movement, Offer
from cms.editions.resolving.values import SourceBlock


@dataclass(frozen=True, slots=True)
class Row:
    """One part of a text in two versions: its name, and the stretches of words on either side."""

    label: str
    is_changed: bool
    library: tuple[Span, ...]
    proposed: tuple[Span, ...]


def rows_of(comparison: Comparison, words: SourceBlock | None = None) -> tuple[Row, ...]:
    """Return the library's present words beside those of the proposal, or beside other ``words``."""
    proposed = words or comparison.offer.part
    return tuple(_row(one, comparison.offer) for one in compare(comparison.said, proposed))


def merge_of(comparison: Comparison) -> SourceBlock | None:
    """Return the proposal together with what the library has changed since, if that needs no decision.

    ``None`` as well if the library has changed nothing, or nobody noted where the clinic started.
    """
    offer, said = comparison.offer, comparison.said
    if comparison.movement is not Movement.MOVED or said is None or offer.base is None:
        return None
    if offer.kind is Kind.FIELD:
        merged = merge_value(offer.base.value, said.value, offer.part.value)
        return replace(offer.part, value=merged.value) if merged.is_clean else None
    merged = merge(base_words(offer.base, offer.target), said, offer.part)
    return SourceBlock(offer.target, merged.type, merged.value) if merged.is_clean else None


def _row(difference: PartDifference, offer: Offer) -> Row:
    spans = _named_picture(difference) if difference.label == "image" else difference.spans
    return Row(
        label=field_label(offer, difference.label) if difference.label else "",
        is_changed=any(span.kind is not SpanKind.EQUAL for span in spans),
        library=tuple(span for span in spans if span.kind is not SpanKind.ADDED),
        proposed=tuple(span for span in spans if span.kind is not SpanKind.REMOVED),
    )


def _named_picture(difference: PartDifference) -> tuple[Span, ...]:
    """Return the pictures' titles; the numbers under which they are stored say nothing."""
    before, after = difference.before, difference.after
    keys = [part.value for part in (before, after) if part is not None]
    titles = {
        picture.pk: picture.title for picture in get_image_model().objects.filter(pk__in=keys).only("title")
    }
    if before and after and before.value == after.value:
        return (Span(SpanKind.EQUAL, titles.get(after.value, after.text)),)
    kinds = ((SpanKind.REMOVED, before), (SpanKind.ADDED, after))
    return tuple(Span(kind, titles.get(part.value, part.text)) for kind, part in kinds if part is not None)
