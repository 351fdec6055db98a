"""Short ways to write library texts and local layers in tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.blocks.policies import Policy
from cms.editions.resolving.bases import rebase
from cms.editions.resolving.values import (
    Add,
    Base,
    EffectivePage,
    Entry,
    Follow,
    Hide,
    LibraryText,
    LocalLayer,
    Replace,
    SourceBlock,
)

FIELDS = {"title": "Sciatica", "summary": "Pain along a nerve.", "hero": {"image": 7}, "search_title": ""}


def block(key: str, says: str = "", policy: Policy = Policy.OPEN, type: str = "text") -> SourceBlock:
    return SourceBlock(key, type, {"body": says or f"library {key}", "policy": policy.value})


def library(
    *blocks: SourceBlock | str,
    fields: Mapping[str, Any] | None = None,
    language: str = "en",
    revision: int = 1,
) -> LibraryText:
    """Return a text of ``blocks``; a plain word stands for an open block of that id."""
    whole = tuple(block(one) if isinstance(one, str) else one for one in blocks)
    return LibraryText(100, "key", language, revision, FIELDS if fields is None else fields, whole)


def entry(written: str) -> Entry:
    """Read ``a`` as follow, ``-a`` as hide, ``=a`` as replace and ``+a`` as add."""
    sign, key = written[0], written[1:]
    if sign == "-":
        return Hide(key)
    if sign == "=":
        return Replace(key, block(key, f"clinic {key}"))
    if sign == "+":
        return Add(block(key, f"clinic {key}"))
    return Follow(written)


def entries(written: str) -> tuple[Entry, ...]:
    """Read several entries, parted by spaces."""
    return tuple(entry(one) for one in written.split())


def layer(written: str, text: LibraryText, fields: Mapping[str, Any] | None = None) -> LocalLayer:
    """Return a local layer that was saved when the library said ``text``."""
    order = [one.id for one in text.blocks]
    found = entries(written)
    return LocalLayer(found, fields or {}, rebase(Base(), found, fields or {}, text, order))


def ids(page: EffectivePage) -> str:
    """Return the shown ids, parted by spaces."""
    return " ".join(one.id for one in page.blocks)


def says(page: EffectivePage) -> list[str]:
    """Return the texts of the shown blocks."""
    return [one.value["body"] for one in page.blocks]
