"""Where a stream gets those of its blocks that come and go while the process runs, such as a plugin's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from wagtail.blocks import Block


class BlockSource(Protocol):
    """Gives blocks to streams; a stream asks again when ``generation`` has changed."""

    @property
    def generation(self) -> int:
        """A number that changes whenever the types of blocks do."""

    def blocks(self) -> Mapping[str, Block]:
        """Return a block for each type, by the name under which it is stored.

        They are new ones at each call, since every stream sets names and flags on its own.
        """
