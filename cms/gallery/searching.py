"""The sheets of the search page: before a question, with results, and without any."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from cms.gallery.clinic import Sample
from cms.gallery.sheets import Context, Sheet
from cms.gallery.surroundings import around
from cms.gallery.texts import LONG_LINE
from cms.pages.search_excerpts import Result, marked
from cms.pages.search_view import ON_A_PAGE
from cms.pages.search_words import MOST_CHARACTERS, MOST_WORDS, read_question

TEMPLATE = "pages/search.html"
FOUND = 25


def of_searching() -> list[Sheet]:
    """Return the sheets of the search page."""
    return [
        Sheet("search/empty", _("Search page before a question"), TEMPLATE, _search("", 0)),
        Sheet("search/results", _("Search page with results"), TEMPLATE, _search("sample", FOUND)),
        Sheet("search/none", _("Search page without a result"), TEMPLATE, _search("sample", 0)),
        Sheet("search/refused", _("Search page with too long a question"), TEMPLATE, _search(LONG_LINE, 0)),
    ]


def _search(asked: str, number: int) -> Context:
    def context(sample: Sample) -> dict[str, Any]:
        question = read_question(asked and sample.said(asked))
        pages = Paginator(range(number), ON_A_PAGE)
        found = pages.get_page(2)
        return {
            **around(sample),
            "question": question,
            "fault": question.fault.value if question.fault else "",
            "most_characters": MOST_CHARACTERS,
            "most_words": MOST_WORDS,
            "count": pages.count,
            "found": found,
            "results": [_result(sample, one, question.words) for one in found.object_list],
            "query": "q=sample",
        }

    return context


def _result(sample: Sample, number: int, words: tuple[str, ...]) -> Result:
    title = sample.said(f"Sample page {number}")
    return Result(marked(title, words), "#main", "condition", marked(sample.said(LONG_LINE), words))
