"""Secrets in the settings of a plugin, on every level: left out, put back, encrypted anew, and found lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from wagtail.blocks import Block, ListBlock, StreamBlock, StreamValue, StructBlock
from wagtail.blocks.list_block import ListValue

from cms.plugins.secrecy.block import SecretBlock
from cms.plugins.secrecy.secret import Secret
from cms.plugins.secrecy.stored import TOKEN, UNCHANGED, WITHHELD, is_secret

ROW = "value"  # where a row of a list or a stream holds what it is about


def changed(raw: Any, change: Callable[[Any], Any], block: Block | None = None) -> Any:
    """Return stored settings after ``change`` to each secret in them, and to each text in place of one.

    The latter is stored where a field was no secret before; it is found with the ``block`` of the settings.
    """
    if is_secret(raw) or isinstance(block, SecretBlock):
        return change(raw)
    if isinstance(raw, Mapping):
        return {name: changed(item, change, _inside(block, raw, name)) for name, item in raw.items()}
    if isinstance(raw, list):
        return [changed(row, change, block) for row in raw]
    return raw


def withheld(raw: Any, block: Block | None = None) -> Any:
    """Return stored settings without any secret; where one was it still shows."""
    return changed(raw, lambda secret: dict(WITHHELD) if secret else secret, block)


def with_own(raw: Any, own: Any) -> Any:
    """Return settings in which secrets that are withheld or unchanged are those that stand in ``own``."""
    if raw == UNCHANGED:
        return "" if own is None else own
    if raw == WITHHELD:
        return own or raw
    if isinstance(raw, Mapping):
        there = own if isinstance(own, Mapping) else {}
        return {name: with_own(item, there.get(name)) for name, item in raw.items()}
    if isinstance(raw, list):
        rows = {key: row for row in own if (key := _id_of(row))} if isinstance(own, list) else {}
        return [with_own(row, rows.get(_id_of(row))) for row in raw]
    return raw


def lost_in(value: Any, place: str = "") -> Iterator[str]:
    """Yield where, in settings as the plugin gets them, a secret is that no key can decrypt any more."""
    if isinstance(value, Secret):
        if value.is_lost and value.token != WITHHELD[TOKEN]:
            yield place
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from lost_in(item, f"{place}.{name}".strip("."))
    elif isinstance(value, ListValue | StreamValue):
        for item in value:
            yield from lost_in(getattr(item, "value", item), place)


def has_secret(block: Block) -> bool:
    """Whether a block, or one in it, is a secret."""
    if isinstance(block, ListBlock):
        return has_secret(block.child_block)
    children = block.child_blocks.values() if isinstance(block, StructBlock | StreamBlock) else ()
    return isinstance(block, SecretBlock) or any(has_secret(child) for child in children)


def _inside(block: Block | None, raw: Mapping[str, Any], name: str) -> Block | None:
    """Return the block of what has a name in a struct, or of what a row of a list or a stream is about."""
    if isinstance(block, StructBlock):
        return block.child_blocks.get(name)
    if isinstance(block, ListBlock) and name == ROW:
        return block.child_block
    if isinstance(block, StreamBlock) and name == ROW:
        return block.child_blocks.get(raw.get("type"))
    return None


def _id_of(row: Any) -> Any:
    return row.get("id") if isinstance(row, Mapping) else None
