"""What is known of a booking service."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from plugins.booking_link.links.providers.shapes import Shape


@dataclass(frozen=True, slots=True)
class Embed:
    """How a page is shown in a frame: at its address in ``shape``, its own if empty, with ``options``.

    ``sources`` are what the policy of the page must allow as ``frame-src``.
    """

    sources: tuple[str, ...]
    shape: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Warned:
    """An option whose value helps few readers; ``texts`` says why, by language."""

    option: str
    value: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Provider:
    """One booking service; the README of this package says what each field means."""

    name: str
    title: str
    hosts: tuple[str, ...]
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    shapes: Mapping[str, Shape]
    options: Mapping[str, re.Pattern[str]]
    repeats: frozenset[str]
    any_case: bool
    dropped: frozenset[str]
    personal: tuple[re.Pattern[str], ...]
    reserved: frozenset[str]
    brands: tuple[str, ...]
    campaign: bool
    embed: Embed | None
    warned: tuple[Warned, ...]
    titles: Mapping[str, str]
    help_texts: Mapping[str, str]
    examples: tuple[str, ...]
    hostile: tuple[str, ...]

    @property
    def help(self) -> str:
        """Say, in the language in use, where a clinic finds its link."""
        return in_language(self.help_texts)

    @property
    def embeddable(self) -> bool:
        """Whether the booking page works in a frame without a script of the provider."""
        return self.embed is not None

    @property
    def embed_sources(self) -> tuple[str, ...]:
        """Return what ``frame-src`` must allow, nothing for one that cannot be embedded."""
        return self.embed.sources if self.embed else ()


def in_language(texts: Mapping[str, str]) -> str:
    """Return the text in the language in use, or the English one."""
    language = (get_language() or "en").partition("-")[0]
    return texts.get(language, texts["en"])
