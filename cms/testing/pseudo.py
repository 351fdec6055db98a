"""A language that does not exist: every translated text stands in brackets, so what is not stands out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from django.utils import translation

OPEN, CLOSE = "⟦", "⟧"
FUNCTIONS = ("gettext", "ngettext", "pgettext", "npgettext")
BRACKETED = re.compile(rf"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
WORD = re.compile(r"[^\W\d_]{2,}")
SPOKEN = ("aria-label", "alt", "title", "placeholder", "value")
NOT_READ = ("script", "style", "code")
INLINE = ("a", "abbr", "b", "bdi", "cite", "em", "i", "small", "span", "strong", "sub", "sup", "time")


@contextmanager
def brackets() -> Iterator[None]:
    """Put every text that is translated inside a ``with`` block into brackets."""
    with ExitStack() as undo:
        # Where Django's own functions look for those that do the work.
        real = translation._trans  # type: ignore[attr-defined]  # the stubs leave it out
        for name in FUNCTIONS:
            undo.enter_context(patch.object(real, name, _bracketed(getattr(real, name))))
        yield


def untranslated_words(soup: BeautifulSoup, content: Iterable[str]) -> Iterator[str]:
    """Yield the texts of a page that are neither in brackets nor made of ``content``."""
    known = sorted((one for one in content if one.strip()), key=len, reverse=True)
    for text in _texts(soup):
        rest = text
        while BRACKETED.search(rest):
            rest = BRACKETED.sub(" ", rest)
        for one in known:
            rest = rest.replace(one, " ")
        if WORD.search(rest):
            yield " ".join(text.split())


def is_bracketed(text: str) -> bool:
    """Whether a text was translated, or holds nothing that could be."""
    return OPEN in text or not WORD.search(text)


def _bracketed(translate: Any) -> Any:
    def wrapped(*args: Any) -> str:
        text = translate(*args)
        return f"{OPEN}{text}{CLOSE}" if str(text).strip() else text

    return wrapped


def _texts(soup: BeautifulSoup) -> Iterator[str]:
    for tag in soup.find_all(NOT_READ):
        tag.decompose()
    for tag in soup.find_all(True):
        for name in SPOKEN:
            if name != "value" or tag.get("type") in ("submit", "button", "reset"):
                yield str(tag.get(name) or "")
    # A translated text may hold elements: what stands in them is read with what is around them.
    for tag in soup.find_all(INLINE):
        tag.unwrap()
    soup.smooth()
    texts = soup.find_all(string=True)
    yield from (str(text) for text in texts if not isinstance(text, PreformattedString))
