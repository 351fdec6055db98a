"""A block as a template shows it: the block itself, its anchor, its language and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cms.blocks.variables import fill_text
from cms.locales.context import current_context

ANCHOR_LENGTH = 8


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """One block of a page; ``bound`` is for ``{% include_block %}``.

    ``language`` is empty unless it differs from the page's.
    """

    id: str
    type: str
    bound: Any
    language: str = ""
    origin: str = ""

    @property
    def anchor(self) -> str:
        """The fragment of the block's address; the same on every clinic and in every language."""
        return f"b-{self.id[:ANCHOR_LENGTH]}"

    @property
    def heading(self) -> str:
        """The heading with the clinic's details filled in, for a table of contents."""
        value = self.bound.value
        heading = value.get("heading") if hasattr(value, "get") else ""
        if not isinstance(heading, str):
            return ""  # the block of a plugin may call by this name what is no text
        here = current_context()
        return fill_text(heading, here.variables) if here is not None else heading

    @property
    def lang_differs(self) -> bool:
        return bool(self.language)


def shown_blocks(stream: Iterable[Any]) -> list[ShownBlock]:
    """Wrap the blocks of a page's own stream for the templates."""
    return [ShownBlock(str(bound.id), bound.block_type, bound) for bound in stream]
