"""What a clinic may do with a block of the library. Pure Python: the resolver imports it without Django."""

from __future__ import annotations

import enum


class Policy(enum.StrEnum):
    """The policy that the library sets on a block; the value is what is stored."""

    OPEN = "open"
    EXTEND = "extend"
    REVIEW = "review"
    LOCKED = "locked"
