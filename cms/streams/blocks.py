"""The blocks to build streams from; use them at every level, since a plain one inside loses content."""

from __future__ import annotations

from cms.streams.sealed_block import SealedBlock
from cms.streams.stream_block import DurableStreamBlock
from cms.streams.struct_block import DurableStructBlock

__all__ = ["DurableStreamBlock", "DurableStructBlock", "SealedBlock"]
