"""Put an offered part into a library page, and take it out of the edition that it came from."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cms.blocks.policies import Policy
from cms.editions.proposals.values import Kind, Offer
from cms.editions.resolving.values import SourceBlock
from cms.library.models import LibraryPage

if TYPE_CHECKING:
    from cms.editions.models import Edition

FIELDS = {"title": "title", "summary": "summary", "search_title": "seo_title"} | {
    "search_description": "search_description"
}
RawBlocks = list[dict[str, Any]]


def put_into(page: LibraryPage, offer: Offer, part: SourceBlock) -> None:
    """Let ``page`` say ``part`` where the offer belongs; the object is changed and not saved.

    The library's policy of a block stays. A page without the block stays as it is, unless the block is new.
    """
    if offer.kind is Kind.FIELD:
        _put_field(page, offer.target, part.value)
        return
    blocks: RawBlocks = list(page.body.get_prep_value())
    places = {str(block["id"]): index for index, block in enumerate(blocks)}
    if offer.target in places:
        index = places[offer.target]
        blocks[index] = _stored(part, _policy(blocks[index]["value"]))
    elif offer.kind is Kind.ADDED:
        blocks.insert(_place(offer.after, places), _stored(part, Policy.OPEN.value))
    page.body = LibraryPage._meta.get_field("body").stream_block.to_python(blocks)


class Rest(enum.Enum):
    """What is left of an edition's rows without one part, the fewest first.

    Rows that only say where a library block stands are of no use once nothing else is there; and where a
    clinic moved blocks or added some, the part has to keep its place by a row that follows.
    """

    NO_PLACES = enum.auto()
    OTHERS = enum.auto()
    OTHERS_AND_PLACE = enum.auto()


def without(edition: Edition, offer: Offer, rest: Rest) -> tuple[list[Any], list[Any], dict[str, Any]]:
    """Return the rows, own fields and base of ``edition`` once it follows the library in this part."""
    keeps_place = rest is Rest.OTHERS_AND_PLACE
    followed = (_following(row, offer, keeps_place) for row in edition.local.get_prep_value())
    rows = [row for row in followed if row]
    if rest is Rest.NO_PLACES and all(row["type"] == "follow" for row in rows):
        rows = []
    fields = [row for row in edition.fields.get_prep_value() if not _is_field(row, offer)]
    return rows, fields, _base_without(edition.base, offer) if rows or fields else {}


def _following(row: dict[str, Any], offer: Offer, keeps_place: bool) -> dict[str, Any] | None:
    if not _is_block(row, offer):
        return row
    follow = {"type": "follow", "value": {"target": offer.target}, "id": offer.target}
    return follow if keeps_place else None


def _is_block(row: dict[str, Any], offer: Offer) -> bool:
    if offer.kind is Kind.BLOCK:
        return bool(row["type"] == "replace" and row["value"].get("target") == offer.target)
    if offer.kind is Kind.ADDED and row["type"] == "add":
        return any(content["id"] == offer.target for content in row["value"].get("content") or ())
    return False


def _is_field(row: dict[str, Any], offer: Offer) -> bool:
    return offer.kind is Kind.FIELD and bool(row["type"] == offer.target)


def _base_without(base: dict[str, Any], offer: Offer) -> dict[str, Any]:
    """Return the base without the part; a new block of the library enters its order behind its neighbour."""
    order = list(base.get("order", ()))
    if offer.kind is Kind.ADDED and offer.target not in order:
        order.insert(_place(offer.after, {key: index for index, key in enumerate(order)}), offer.target)
    return base | {
        "order": order,
        "blocks": {key: said for key, said in base.get("blocks", {}).items() if key != offer.target},
        "fields": {key: said for key, said in base.get("fields", {}).items() if key != offer.target},
    }


def _place(after: Sequence[str], places: dict[str, int]) -> int:
    """Return the index behind the nearest neighbour that is there, 0 with none."""
    return next((places[key] + 1 for key in after if key in places), 0)


def _put_field(page: LibraryPage, name: str, value: Any) -> None:
    if name == "hero":
        page.hero_id, page.hero_alt = value.get("image"), value.get("alt") or ""
    else:
        setattr(page, FIELDS[name], value or "")
    if name == "title":
        page.draft_title = value


def _policy(value: Any) -> str:
    return str(value.get("policy") or Policy.OPEN.value)


def _stored(part: SourceBlock, policy: str) -> dict[str, Any]:
    return {"type": part.type, "value": {**part.value, "policy": policy}, "id": part.id}
