"""What a stream holds in place of content that the installed code cannot read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.blocks import StructValue


@dataclass(frozen=True, slots=True)
class Sealed:
    """The stored value of a block whose type is not installed; prints nothing.

    `type` is the stored block type, `raw` its stored JSON value, untouched.
    """

    type: str
    raw: Any

    def __html__(self) -> str:
        return ""

    def __str__(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Posted content that cannot be accepted; `reason` is shown to the editor at the block."""

    type: str
    reason: str

    def __html__(self) -> str:
        return ""

    def __str__(self) -> str:
        return ""


class UneditableError(Exception):
    """A block cannot show its content in a form now; the editor gets it sealed."""


class DurableStructValue(StructValue):
    """The value of a DurableStructBlock: its fields, and beside them what the block no longer knows.

    `vanished` maps the names of stored fields that the block no longer defines to their JSON values.
    `order` names the stored fields in the order in which they were stored.
    `stored` is the stored value itself when it is not an object at all, otherwise None.
    `is_unread` says that what it refers to could not be told now.
    `refusal` is the reason why posted content cannot be accepted, otherwise "".
    """

    vanished: dict[str, Any]
    order: tuple[str, ...]
    stored: Any
    is_unread: bool
    refusal: str

    def __init__(self, block: Any, *args: Any) -> None:
        super().__init__(block, *args)
        self.vanished = {}
        self.order = ()
        self.stored = None
        self.is_unread = False
        self.refusal = ""

    def __eq__(self, other: object) -> bool:
        hidden = (getattr(other, "vanished", {}), getattr(other, "stored", None))
        return (self.vanished, self.stored) == hidden and super().__eq__(other)

    def __reduce__(self) -> tuple[Any, ...]:
        names = ("vanished", "order", "stored", "refusal")
        return (
            self.__class__,
            (self.block,),
            {name: getattr(self, name) for name in names},
            None,
            iter(self.items()),
        )
