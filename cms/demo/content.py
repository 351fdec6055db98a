"""The demo's texts: TOML files beside the code, read into stored streams with block ids that never change."""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

CONTENT = Path(__file__).parent / "content"
PICTURES = CONTENT / "pictures"
LANGUAGES = ("en", "da")
LIBRARY_PAGES = ("sciatica", "auriculotherapy", "cosmetic-acupuncture")
CLINICS = ("newyork", "minnetonka", "aalborg")

NAMESPACE = uuid.UUID("6f1d3a52-6a0c-4c53-9c0b-2f6d7a1f9e10")
NOT_FIELDS = {"key", "type"}
PICTURE_FIELDS = {"hero", "image", "photo"}


def read_library_page(name: str, language: str) -> dict[str, Any]:
    """Return the text of a library page in ``language``."""
    return _read(CONTENT / "library" / f"{name}.{language}.toml")


def read_history() -> dict[str, Any]:
    """Return the releases since the clinics decided, with the words before each, and who acknowledged."""
    return _read(CONTENT / "history.toml")


def read_clinic(name: str) -> dict[str, Any]:
    """Return what the demo knows of a clinic."""
    return _read(CONTENT / "clinics" / f"{name}.toml")


def block_id(owner: str, key: str) -> str:
    """Return the id of a block: the same in every language and on every machine."""
    return str(uuid.uuid5(NAMESPACE, f"{owner}/{key}"))


def named_pictures(text: Any) -> set[str]:
    """Return the file names of the pictures that a text names anywhere."""
    if isinstance(text, Mapping):
        own = {value for name, value in text.items() if name in PICTURE_FIELDS}
        return own.union(*map(named_pictures, text.values()))
    return set().union(*map(named_pictures, text)) if isinstance(text, list) else set()


class StreamWriter:
    """Turns the blocks of a text into a stored stream; pictures and pages are named and looked up."""

    def __init__(
        self, stream: blocks.StreamBlock, pictures: Mapping[str, int], pages: Mapping[str, int]
    ) -> None:
        self.stream = stream
        self.pictures = pictures
        self.pages = pages

    def write(self, owner: str, texts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return the stored stream for ``texts``, the blocks of ``owner``."""
        return [self.write_block(owner, text) for text in texts]

    def write_block(self, owner: str, text: Mapping[str, Any]) -> dict[str, Any]:
        """Return one stored block; its id comes from ``owner`` and the text's key."""
        identity = block_id(owner, text["key"])
        value = {name: item for name, item in text.items() if name not in NOT_FIELDS}
        child = self.stream.child_blocks[text["type"]]
        return {"type": text["type"], "value": self._value(child, value, identity), "id": identity}

    def _value(self, block: blocks.Block, value: Any, path: str) -> Any:
        if isinstance(block, blocks.StructBlock):
            return {
                name: self._value(block.child_blocks[name], item, f"{path}/{name}")
                for name, item in value.items()
            }
        if isinstance(block, blocks.ListBlock):
            return [
                {
                    "type": "item",
                    "value": self._value(block.child_block, item, f"{path}/{number}"),
                    "id": str(uuid.uuid5(NAMESPACE, f"{path}/{number}")),
                }
                for number, item in enumerate(value)
            ]
        if isinstance(block, ImageChooserBlock):
            return self.pictures[value]
        if isinstance(block, blocks.PageChooserBlock):
            return self.pages[value]
        return value


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)
