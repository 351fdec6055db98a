"""Reads the file of a provider."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from plugins.booking_link.links.providers.checks import KEYS, problems_in
from plugins.booking_link.links.providers.shapes import make_shape
from plugins.booking_link.links.providers.values import Embed, Provider, Warned


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
    problems = problems_in(path.stem, raw)
    if problems:
        raise ProviderError(path.stem, problems)
    return _provider(path.stem, raw)


def _provider(name: str, raw: Mapping[str, Any]) -> Provider:
    embed = raw.get("embed")
    return Provider(
        name=name,
        title=raw["title"],
        hosts=tuple(raw["hosts"]),
        countries=tuple(raw.get("countries", ())),
        languages=tuple(raw.get("languages", ())),
        shapes={key: make_shape(key, template, raw["parts"]) for key, template in raw["shapes"].items()},
        options={key: re.compile(text, re.ASCII) for key, text in raw.get("options", {}).items()},
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
