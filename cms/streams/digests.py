"""The fingerprint of a block: equal content gives an equal digest, however its JSON is spelt."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

EDITOR_KEY = re.compile(r' data-block-key="[^"]*"')  # put on paragraphs by the rich text editor
ITEM = {"type", "value", "id"}  # the envelope of an item of a list or a stream


def digest(type: str, value: Any) -> str:
    """Return the SHA-256, in hex, of a block's type and stored value.

    Keys are sorted; runs of white space in strings count as one space, and as none at either end. What may be
    renewed without changing anything that is shown does not count: ids, the block's own and those that
    Wagtail gives to the items of lists and streams inside it; the keys that the rich text editor puts on
    paragraphs; and empty fields, which the page editor writes out where a script leaves them away.
    """
    canonical = json.dumps(
        {"type": type, "value": _normalise(value)}, sort_keys=True, separators=(",", ":"), ensure_ascii=True
    )
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _normalise(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(EDITOR_KEY.sub("", value).split())
    if isinstance(value, dict):
        if value.keys() == ITEM:
            return _normalise({"type": value["type"], "value": value["value"]})
        normalised = {key: _normalise(item) for key, item in value.items()}
        return {key: item for key, item in normalised.items() if not _is_empty(item)}
    if isinstance(value, (list, tuple)):
        return [_normalise(item) for item in value]
    return value


def _is_empty(value: Any) -> bool:
    return value is None or value is False or value in ("", [], {})
