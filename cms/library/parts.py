"""A library page as its parts: the inheritable fields and the blocks, with digests of what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cms.blocks.digests import block_digest
from cms.blocks.policies import Policy
from cms.library.values import Part
from cms.streams.digests import digest

if TYPE_CHECKING:
    from cms.library.models import LibraryPage

POLICIES = frozenset(policy.value for policy in Policy)
CONTENT = (
    "slug",
    "show_in_menus",
    "expire_at",
    "kind",
    "written_by",
    "reviewed_by",
    "reviewer_credentials",
    "reviewed_on",
    "next_review_on",
    "source_base",
)
"""What a page says or does besides its parts."""


def fields_of(page: LibraryPage) -> dict[str, Any]:
    """Return the fields of a page that editions inherit, by name, in the order in which they are shown."""
    return {
        "title": page.title,
        "summary": page.summary,
        "hero": {"image": page.hero_id, "alt": page.hero_alt},
        "search_title": page.seo_title,
        "search_description": page.search_description,
    }


def parts_of(page: LibraryPage | None) -> dict[str, Part]:
    """Return the parts of a page by target, fields first, then blocks in page order; of ``None``, none."""
    return {} if page is None else {part.target: part for part in _parts(page)}


def _parts(page: LibraryPage) -> Iterator[Part]:
    for name, value in fields_of(page).items():
        yield Part(name, name, value, digest(name, value), Policy.OPEN.value, -1)
    yield from blocks_of(page.body)


def blocks_of(body: Any) -> list[Part]:
    """Return the blocks of a page's body in their order; a damaged body has none."""
    stored = body.get_prep_value()
    return [_block(raw, position) for position, raw in enumerate(stored if isinstance(stored, list) else ())]


def _block(raw: Mapping[str, Any], position: int) -> Part:
    value = raw["value"]
    said = block_digest(raw["type"], value)
    return Part(str(raw["id"]), raw["type"], value, said, _policy(value), position)


def _policy(value: Any) -> str:
    """Return the block's policy; one that nobody knows locks it, as it does in an edition."""
    name = value.get("policy") if isinstance(value, Mapping) else None
    return str(name) if name in POLICIES else (Policy.LOCKED.value if name else Policy.OPEN.value)


def changed(before: Mapping[str, Part], after: Mapping[str, Part]) -> tuple[str, ...]:
    """Return the targets that say something else, are new, or are gone: in page order, the gone ones last."""
    new = [target for target, part in after.items() if _digest(before.get(target)) != part.digest]
    return (*new, *(target for target in before if target not in after))


def is_same(one: LibraryPage, other: LibraryPage) -> bool:
    """Whether two versions of a page say the same, in the same order, under the same policies."""
    if any(getattr(one, name) != getattr(other, name) for name in CONTENT):
        return False
    return _outline(one) == _outline(other)


def _outline(page: LibraryPage) -> list[tuple[str, str, str]]:
    return [(part.target, part.digest, part.policy) for part in _parts(page)]


def _digest(part: Part | None) -> str:
    return part.digest if part else ""
