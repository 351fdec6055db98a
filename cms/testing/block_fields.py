"""The fields of a plugin's blocks and settings, on every level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from wagtail import blocks

SECRET = re.compile(r"(^|_)(secret|password|passphrase|token|api_?key|private_key|access_key)(_|$)")


def secret_fields(block: Any) -> Iterator[str]:
    """Yield the fields below ``block`` that hold a secret, by their widget or by their name."""
    for path, child in _fields(block):
        widget = getattr(getattr(child, "field", None), "widget", None)
        if isinstance(widget, forms.PasswordInput) or SECRET.search(path.rpartition(".")[2]):
            yield path


def labels_in(block: Any) -> Iterator[Any]:
    """Yield what the fields below ``block`` are called, and how they are explained.

    A label that nobody gave is made from the name of the field, and cannot be translated.
    """
    for _path, child in _fields(block):
        explained = getattr(child.meta, "help_text", "") or getattr(
            getattr(child, "field", None), "help_text", ""
        )
        yield from (one for one in (child.label, explained) if one)


def _fields(block: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    children = getattr(block, "child_blocks", {})
    if isinstance(block, blocks.ListBlock):
        # A row of a list is called after the list.
        yield from _fields(block.child_block, path)
    for name, child in children.items():
        place = ".".join(part for part in (path, name) if part)
        yield place, child
        yield from _fields(child, place)
