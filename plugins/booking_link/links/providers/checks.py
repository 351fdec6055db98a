"""Finds what is wrong with the file of a provider, before it is used. Knows no Django."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from plugins.booking_link.links.providers.shapes import make_shape

NAME = re.compile(r"[a-z][a-z0-9_]*")
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
SOURCE = re.compile(r"https://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+")

KEYS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "": {
            "title": "a text",
            "hosts": "a list of texts",
            "countries": "a list of texts",
            "languages": "a list of texts",
            "campaign": "true or false",
            "any-case": "true or false",
            "repeats": "a list of texts",
            "dropped": "a list of texts",
            "personal": "a list of texts",
            "reserved": "a list of texts",
            "brands": "a list of texts",
            "examples": "a list of texts",
            "hostile": "a list of texts",
            "parts": "a table of texts",
            "shapes": "a table of texts",
            "options": "a table of texts",
            "titles": "a table of texts",
            "help": "a table",
            "embed": "a table",
            "warnings": "a list of tables",
        },
        "help": {"en": "a text", "da": "a text"},
        "embed": {"sources": "a list of texts", "shape": "a text", "options": "a table of texts"},
        "warnings": {"option": "a text", "value": "a text", "en": "a text", "da": "a text"},
    }
)
"""Every key that a file may have, by table, and what it holds; the README describes each."""

REQUIRED: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "": ("title", "hosts", "campaign", "parts", "shapes", "help", "examples", "hostile"),
        "help": ("en", "da"),
        "embed": ("sources",),
        "warnings": ("option", "value", "en", "da"),
    }
)


def problems_in(name: str, raw: Mapping[str, Any]) -> list[str]:
    """Return every problem of the provider ``name`` as a sentence for the author of its file.

    What the values mean is looked at once all of them are there and of the right kind.
    """
    return [*_name(name), *_kinds(raw)] or [*_patterns(raw), *_references(raw), *_shapes(raw)]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


KINDS: Mapping[str, Callable[[Any], bool]] = MappingProxyType(
    {
        "a text": _is_text,
        "true or false": lambda value: isinstance(value, bool),
        "a list of texts": lambda value: isinstance(value, list) and all(map(_is_text, value)),
        "a table of texts": lambda value: isinstance(value, dict) and all(map(_is_text, value.values())),
        "a table": lambda value: isinstance(value, dict),
        "a list of tables": lambda value: (
            isinstance(value, list) and all(isinstance(one, dict) for one in value)
        ),
    }
)


def _name(name: str) -> Iterator[str]:
    if not NAME.fullmatch(name):
        yield "a file's name holds small letters, digits and underscores, and begins with a letter."


def _kinds(raw: Mapping[str, Any], table: str = "") -> Iterator[str]:
    where = f" in [{table}]" if table else ""
    yield from (f"“{key}”{where} is missing." for key in REQUIRED[table] if key not in raw)
    for key, value in raw.items():
        kind = KEYS[table].get(key)
        if kind is None:
            yield f"the key “{key}”{where} is unknown; it may be one of {', '.join(KEYS[table])}."
        elif not KINDS[kind](value):
            yield f"“{key}”{where} must be {kind}."
        elif key in KEYS:
            for one in value if isinstance(value, list) else [value]:
                yield from _kinds(one, key)


def _patterns(raw: Mapping[str, Any]) -> Iterator[str]:
    for pattern in (*raw["parts"].values(), *raw.get("options", {}).values(), *raw.get("personal", ())):
        if not _compiles(pattern):
            yield f"“{pattern}” is no regular expression."
    for host in (*raw["hosts"], *raw.get("titles", ())):
        if not HOST.fullmatch(host):
            yield f"“{host}” is no host."
    for source in raw.get("embed", {}).get("sources", ()):
        if not SOURCE.fullmatch(source):
            yield f"“{source}” is no https://host or https://*.host."


def _references(raw: Mapping[str, Any]) -> Iterator[str]:
    shape = raw.get("embed", {}).get("shape")
    if shape and shape not in raw["shapes"]:
        yield f"“{shape}” in [embed] is not in [shapes]."
    for name in (*raw.get("repeats", ()), *(one["option"] for one in raw.get("warnings", ()))):
        if name not in raw.get("options", {}):
            yield f"“{name}” is not in [options]."


def _shapes(raw: Mapping[str, Any]) -> Iterator[str]:
    if not all(_compiles(pattern) for pattern in raw["parts"].values()):
        return
    for name, template in raw["shapes"].items():
        try:
            shape = make_shape(name, template, raw["parts"])
        except ValueError as error:
            yield str(error)
            continue
        if "account" not in shape.parts:
            yield f"“{template}” has no part “account”."


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True
