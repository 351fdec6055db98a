"""Reads the file of a provider. What is wrong with it comes as sentences, all of them at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from plugins.booking_link.providers.shapes import Shape, make_shape
from plugins.booking_link.providers.values import Embed, Provider, Warned

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


class ProviderError(ValueError):
    """The file of a provider cannot be used; ``problems`` are sentences for its author."""

    def __init__(self, name: str, problems: Sequence[str]) -> None:
        super().__init__(f"The booking provider “{name}”: {' '.join(problems)}")
        self.problems = tuple(problems)


def read_provider(path: Path) -> Provider:
    """Return the provider in the file ``path``, named like the file; raises ``ProviderError``."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProviderError(path.stem, [f"the file cannot be read: {error}."]) from error
    problems = [*_name(path.stem), *_kinds(raw)] or list(_meanings(raw))
    if problems:
        raise ProviderError(path.stem, problems)
    embed = raw.get("embed")
    return Provider(
        name=path.stem,
        title=raw["title"],
        hosts=tuple(raw["hosts"]),
        countries=tuple(raw.get("countries", ())),
        languages=tuple(raw.get("languages", ())),
        shapes=_shapes(raw),
        options={name: re.compile(text, re.ASCII) for name, text in raw.get("options", {}).items()},
        repeats=frozenset(raw.get("repeats", ())),
        any_case=raw.get("any-case", False),
        dropped=frozenset((*raw.get("dropped", ()), *(embed or {}).get("options", ()))),
        personal=tuple(re.compile(text, re.ASCII) for text in raw.get("personal", ())),
        reserved=frozenset(raw.get("reserved", ())),
        brands=tuple(raw.get("brands", ())),
        campaign=raw["campaign"],
        embed=embed and Embed(tuple(embed["sources"]), embed.get("shape", ""), embed.get("options", {})),
        warned=tuple(
            Warned(one["option"], one["value"], {language: one[language] for language in KEYS["help"]})
            for one in raw.get("warnings", ())
        ),
        titles=raw.get("titles", {}),
        help_texts=raw["help"],
        examples=tuple(raw["examples"]),
        hostile=tuple(raw["hostile"]),
    )


def _shapes(raw: Mapping[str, Any]) -> dict[str, Shape]:
    return {name: make_shape(name, template, raw["parts"]) for name, template in raw["shapes"].items()}


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


def _meanings(raw: Mapping[str, Any]) -> Iterator[str]:
    patterns = [*raw["parts"].values(), *raw.get("options", {}).values(), *raw.get("personal", ())]
    broken = [pattern for pattern in patterns if not _compiles(pattern)]
    yield from (f"“{pattern}” is no regular expression." for pattern in broken)
    yield from (
        f"“{host}” is no host."
        for host in (*raw["hosts"], *raw.get("titles", ()))
        if not HOST.fullmatch(host)
    )
    for source in raw.get("embed", {}).get("sources", ()):
        if not SOURCE.fullmatch(source):
            yield f"“{source}” is no https://host or https://*.host."
    if (shape := raw.get("embed", {}).get("shape")) and shape not in raw["shapes"]:
        yield f"“{shape}” in [embed] is not in [shapes]."
    for name in (*raw.get("repeats", ()), *(one["option"] for one in raw.get("warnings", ()))):
        if name not in raw.get("options", {}):
            yield f"“{name}” is not in [options]."
    for name, template in {} if broken else raw["shapes"].items():
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
