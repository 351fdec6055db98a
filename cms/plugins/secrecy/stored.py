"""How a secret lies in stored settings: as an object with one name, which no field of a block can have.

Two of these hold no secret: ``WITHHELD`` stands for one that is not here, and ``UNCHANGED``, in what a form
hands in, for the one that is stored already.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TOKEN = "fernet-token"  # noqa: S105 -- a name; names of child blocks hold no dashes
WITHHELD: Mapping[str, str] = {TOKEN: ""}
UNCHANGED: Mapping[str, str] = {TOKEN: "unchanged"}


def is_secret(raw: Any) -> bool:
    """Whether a value in stored settings is a secret, or stands for one."""
    return isinstance(raw, Mapping) and set(raw) == {TOKEN} and isinstance(raw[TOKEN], str)
