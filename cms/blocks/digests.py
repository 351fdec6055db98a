"""The digest of what a block says: equal words give an equal digest, whatever clinics may do with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.streams.digests import digest


def block_digest(type: str, value: Any) -> str:
    """Return the digest of a stored block. Its policy is a rule about the block and no part of what it says.

    The library and the editions both compare by it, so there must be one alone.
    """
    if not isinstance(value, Mapping):
        return digest(type, value)
    return digest(type, {key: item for key, item in value.items() if key != "policy"})
