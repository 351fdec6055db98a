"""The bodies of 30 blocks that are measured."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from cms.blocks.vocabulary import BodyBlock
from cms.demo.content import StreamWriter, read_library_page

BLOCKS = 30
SOURCES = ("sciatica", "auriculotherapy")

# What they show depends on the clinic, so a plain page has no equal of them.
OF_A_CLINIC = ("practitioners", "related")

Body = list[dict[str, Any]]

SENTENCE = "Most people notice a change within a few visits, and some notice none at all. "


def short_body() -> Body:
    """Return 30 blocks of plain text, about 10 KB in all, as in the figures of Wagtail and WordPress."""
    return [_text(f"Section {number}", SENTENCE * 3) for number in range(1, BLOCKS + 1)]


def long_body(pictures: Mapping[str, int]) -> Body:
    """Return the demo's first 30 blocks, of all kinds that need no clinic; ``pictures`` by file name."""
    writer = StreamWriter(BodyBlock(), pictures, {})
    blocks = [
        writer.write_block(name, text)
        for name in SOURCES
        for text in read_library_page(name, "en")["blocks"]
        if text["type"] not in OF_A_CLINIC
    ]
    return blocks[:BLOCKS]


def clinic_blocks(related: list[int]) -> Body:
    """Return the blocks that ask for a clinic's own: its people, and its editions of other pages."""
    pages = [{"type": "item", "value": page_id, "id": str(uuid.uuid4())} for page_id in related]
    return [
        _block("practitioners", {"heading": "Who treats this", "policy": "open", "intro": ""}),
        _block("related", {"heading": "Read more", "policy": "open", "pages": pages}),
    ]


def local_blocks() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a clinic's version of a block, and a block of its own."""
    return _text("As we do it here", SENTENCE * 3), _text("Only at our clinic", SENTENCE * 3)


def _text(heading: str, words: str) -> dict[str, Any]:
    return _block("text", {"heading": heading, "policy": "open", "body": f"<p>{words}</p>"})


def _block(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}
