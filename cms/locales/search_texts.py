"""What visitors find a page by: its words, as the page shows them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text without markup; ``language`` is empty unless it differs from the page's."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class SearchText:
    """The words of one page in their order; ``kind`` is a word such as ``condition``."""

    title: Passage
    url: str
    summary: Passage = Passage("")
    passages: tuple[Passage, ...] = ()
    kind: str = ""
