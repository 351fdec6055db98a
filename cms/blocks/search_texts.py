"""The words that visitors see in blocks, for many bodies at once.

What a plain block of the vocabulary says follows from what is stored of it and from nothing else, so it is
remembered by just that: another text has another key, and nothing remembered is ever out of date. Blocks with
an answer of their own, such as the names of practitioners, and those of plugins are asked each time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from wagtail.blocks import Block, FieldBlock, ListBlock, StructBlock

from cms.blocks.variables import fill_text
from cms.locales.context import current_context
from cms.streams.blocks import DurableStreamBlock

StoredBlock = Mapping[str, Any]
Texts = tuple[str, ...]

MOST_REMEMBERED = 5_000  # blocks: some 10 MB in a process

_remembered: dict[bytes, Texts] = {}


def stream_texts(
    stream_block: DurableStreamBlock, bodies: Iterable[Sequence[StoredBlock]]
) -> list[list[Texts]]:
    """Return for each stored body, for each of its blocks, the texts that the clinic being shown has of it.

    The details of the clinic are filled in. What is sealed, dormant or fails has no texts. The number of
    queries does not grow with that of the bodies.
    """
    wanted = [list(body) for body in bodies]
    found = iter(_texts_of(stream_block, [block for body in wanted for block in body]))
    return [[_filled(next(found)) for _ in body] for body in wanted]


def _texts_of(stream_block: DurableStreamBlock, stored: Sequence[StoredBlock]) -> list[Texts]:
    keys = [_key(stream_block, block) for block in stored]
    found = [_remembered.get(key) if key else None for key in keys]
    new = [place for place, texts in enumerate(found) if texts is None]
    for place, child in zip(new, stream_block.to_python([stored[place] for place in new]), strict=True):
        read = child.block.get_searchable_content(child.value)
        texts = tuple(text for text in read if text and text.strip())
        found[place] = texts
        if key := keys[place]:
            _remember(key, texts)
    return [texts or () for texts in found]


def _key(stream_block: DurableStreamBlock, block: StoredBlock) -> bytes | None:
    """Return what stands for a stored block in the present language; ``None`` for one to be asked anew."""
    if not _is_plain(stream_block.base_blocks.get(block["type"])):
        return None
    said = json.dumps((block["type"], block["value"]), default=str)
    return hashlib.sha256(f"{type(stream_block)} {get_language()} {said}".encode()).digest()


def _is_plain(block: Block | None) -> bool:
    """Whether what a block says is what its fields say, all the way down."""
    if isinstance(block, ListBlock):
        return _is_plain(block.child_block)
    if isinstance(block, StructBlock):
        is_own = type(block).get_searchable_content is not StructBlock.get_searchable_content
        return not is_own and all(_is_plain(child) for child in block.child_blocks.values())
    return isinstance(block, FieldBlock)


def _remember(key: bytes, texts: Texts) -> None:
    if len(_remembered) >= MOST_REMEMBERED:
        _remembered.clear()
    _remembered[key] = texts


def _filled(texts: Texts) -> Texts:
    here = current_context()
    return tuple(fill_text(text, here.variables) for text in texts) if here else texts
