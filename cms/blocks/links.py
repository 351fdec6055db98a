"""Where a page of the library stands on the present clinic's site.

Blocks know library pages only. A higher layer, which knows the clinics' editions, registers a finder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Finder = Callable[[Sequence[Any]], Mapping[int, "LinkTarget"]]


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """A page that the reader can open here."""

    title: str
    url: str
    summary: str


class PageLinks:
    """The registry of the finder; one finder, set when the applications are ready."""

    def __init__(self) -> None:
        self._finder: Finder | None = None

    def register(self, finder: Finder) -> Finder:
        """Let the finder answer from now on; usable as a decorator.

        The finder takes library pages and returns, by page id, those that have a target on the present site.
        It answers for all pages at once, so that it can do so in one query.
        """
        self._finder = finder
        return finder

    def find(self, pages: Sequence[Any]) -> list[LinkTarget]:
        """The targets of the pages, in the order of the pages; a page without a target here is left out."""
        if not pages or self._finder is None:
            return []
        targets = self._finder(pages)
        return [targets[page.pk] for page in pages if page.pk in targets]


page_links = PageLinks()
