"""Finding the pages of a clinic, in the language being shown, by the words that visitors see on them.

Texts are read at every question, so nothing that changes them, from a correction of the library to a plugin
that is switched off, has to be noticed by an index. The number of queries depends on neither the number of
pages nor that of clinics.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from cms.locales.context import RequestContext
from cms.locales.search_texts import SearchText
from cms.pages.open_pages import open_pages
from cms.pages.search_words import folded
from cms.plugins.containment import contain
from cms.plugins.pages import PluginPage, shown

Rank = tuple[int, int, int]


def find_pages(here: RequestContext, words: Sequence[str]) -> list[SearchText]:
    """Return the pages that have all of ``words``, which are folded; the best first.

    A word is found at the beginning of words. Pages with more of them in the title come first, then those
    with more in title or summary, then those that have them more often.
    """
    ranked = [(rank, text) for text in _texts(here) if (rank := _rank(text, words))]
    return [text for _, text in sorted(ranked, key=lambda one: one[0], reverse=True)]


def _rank(found: SearchText, words: Sequence[str]) -> Rank | None:
    title, summary = folded(found.title.text), folded(found.summary.text)
    text = folded(" ".join(passage.text for passage in found.passages))
    beginnings = [f" {word}" for word in words]
    if not all(one in title or one in summary or one in text for one in beginnings):
        return None
    return (
        sum(one in title for one in beginnings),
        sum(one in title or one in summary for one in beginnings),
        sum(text.count(one) for one in beginnings),
    )


def _texts(here: RequestContext) -> list[SearchText]:
    """Return the texts of all pages that everybody may open, in the order of the tree."""
    pages = list(shown(open_pages(here.language), here.clinic.id).order_by("path").specific())
    texts: dict[int, SearchText] = {}
    by_type = sorted(pages, key=lambda page: page.content_type_id)
    for _, same_type in groupby(by_type, key=lambda page: page.content_type_id):
        texts |= _texts_of(list(same_type), here)
    return [texts[page.pk] for page in pages if page.pk in texts]


def _texts_of(pages: Sequence[Any], here: RequestContext) -> dict[int, SearchText]:
    """Return the texts of pages of one type; none of a plugin's that fails to tell them."""
    model = type(pages[0])
    if not hasattr(model, "search_texts"):
        return {}
    found: dict[int, SearchText] = {}
    if not issubclass(model, PluginPage):
        found |= model.search_texts(pages)
        return found
    with contain(model.plugin(), "search", here.clinic.id):
        told = model.search_texts(pages)
        found |= {page.pk: _sound(told[page.pk]) for page in pages if page.pk in told}
    return found


def _sound(told: Any) -> SearchText:
    """Return what a plugin told of a page; raises ``TypeError`` or ``AttributeError`` if that is no text."""
    if not isinstance(told, SearchText):
        raise TypeError(f"search_texts() must tell SearchText values, not {told!r}.")
    folded(" ".join(one.text for one in (told.title, told.summary, *told.passages)))
    return told
