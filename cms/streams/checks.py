"""System checks: blocks inside a durable stream that would lose content, and names that are taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock

from cms.streams.stream_block import SEALED, DurableStreamBlock
from cms.streams.struct_block import DurableStructBlock


def check_blocks(block: Block, field: Any) -> Iterator[CheckMessage]:
    """Yield an error for each plain stream or struct in `block`, and for each child named as sealed rows are.

    Structs that Wagtail itself provides are trusted: they change with Wagtail, with migrations of its own.
    """
    if isinstance(block, StreamBlock) and not isinstance(block, DurableStreamBlock):
        yield _plain(block, field, "DurableStreamBlock", "cms.streams.E001")
    if (
        isinstance(block, StructBlock)
        and not isinstance(block, DurableStructBlock)
        and not _of_wagtail(block)
    ):
        yield _plain(block, field, "DurableStructBlock", "cms.streams.E002")
    if isinstance(block, StreamBlock) and SEALED in block.child_blocks:
        yield Error(
            f'The block name "{SEALED}" is reserved.',
            hint="Choose another name.",
            obj=field,
            id="cms.streams.E003",
        )
    for child in _children(block):
        yield from check_blocks(child, field)


def _children(block: Block) -> list[Block]:
    if isinstance(block, ListBlock):
        return [block.child_block]
    if isinstance(block, (StreamBlock, StructBlock)):
        return list(block.child_blocks.values())
    return []


def _of_wagtail(block: Block) -> bool:
    return type(block) is not StructBlock and type(block).__module__.startswith("wagtail.")


def _plain(block: Block, field: Any, wanted: str, id: str) -> Error:
    return Error(
        f'The block "{block.name or type(block).__name__}" is a plain {type(block).__name__}: '
        "it loses content that it does not know.",
        hint=f"Derive it from cms.streams.blocks.{wanted}.",
        obj=field,
        id=id,
    )
