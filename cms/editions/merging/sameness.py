"""What counts as the same: the rules of a block's digest, and an item as much as its bare value."""

from __future__ import annotations

import re
from typing import Any

from cms.streams.digests import EDITOR_KEY, ITEM, digest

WORD = re.compile(r"\w+")


def is_envelope(value: Any) -> bool:
    """Whether this is an item of a list or stream as the page editor stores it."""
    return isinstance(value, dict) and value.keys() == ITEM


def item_id(item: Any) -> str:
    """The id of an item; empty for one that a script wrote without."""
    return str(item["id"] or "") if is_envelope(item) else ""


def item_type(item: Any) -> str:
    """The type of an item; items of a list have none of their own."""
    if is_envelope(item) or (isinstance(item, dict) and item.keys() == {"type", "value"}):
        return str(item["type"])
    return "item"


def item_value(item: Any) -> Any:
    """What an item says."""
    if is_envelope(item) or (isinstance(item, dict) and item.keys() == {"type", "value"}):
        return item["value"]
    return item


def fingerprint(value: Any) -> str:
    """A key that two values share if a reader cannot tell them apart."""
    return digest("", {"value": _bare(value)})


def is_same(first: Any, second: Any) -> bool:
    """Whether two stored values say the same."""
    return first is second or fingerprint(first) == fingerprint(second)


def is_empty(value: Any) -> bool:
    """Whether a value says nothing."""
    return is_same(value, None)


def normal(text: str) -> str:
    """A text without what does not count: the editor's keys, and the length of white space."""
    return " ".join(EDITOR_KEY.sub("", text).split())


def words_of(value: Any) -> list[str]:
    """The words in all strings of a value, in lower case; the names of fields are left out."""
    if isinstance(value, str):
        return WORD.findall(EDITOR_KEY.sub("", value).lower())
    if isinstance(value, dict):
        return [word for item in value.values() for word in words_of(item)]
    if isinstance(value, list | tuple):
        return [word for item in value for word in words_of(item)]
    return [] if value is None or value is False else [str(value)]


def _bare(value: Any) -> Any:
    """The value with items of lists in their bare form, which says the same as their envelopes."""
    if isinstance(value, dict):
        if is_envelope(value) and value["type"] == "item":
            return _bare(value["value"])
        return {key: _bare(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_bare(item) for item in value]
    return value
