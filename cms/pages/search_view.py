"""The search page of a clinic's site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.locales.context import RequestContext, current_context
from cms.locales.urls import clinic_path
from cms.pages.search import find_pages
from cms.pages.search_excerpts import Result, as_result
from cms.pages.search_words import MOST_CHARACTERS, MOST_WORDS, Question, read_question
from cms.pages.site import SEARCH, site_context

ON_A_PAGE = 10


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Answer the question ``q`` with the pages that the clinic has about it in the language being shown."""
    here = current_context()
    if here is None or request.path_info != clinic_path(here.language, SEARCH):
        raise Http404
    question = read_question(request.GET.get("q", ""))
    context = {
        **site_context(),
        "question": question,
        "fault": question.fault.value if question.fault else "",
        "most_characters": MOST_CHARACTERS,
        "most_words": MOST_WORDS,
        **_answer(here, question, request.GET.get("page", "1")),
    }
    context["site_languages"] = [_searching(choice, here, question) for choice in context["site_languages"]]
    return render(request, "pages/search.html", context)


def _answer(here: RequestContext, question: Question, number: str) -> dict[str, Any]:
    """Return the ``found`` page of results, which is the first or the last if there is no such number."""
    found = find_pages(here, question.words) if question.fault is None else []
    pages = Paginator(found, ON_A_PAGE)
    page: Page[Any] = pages.get_page(number)
    results: list[Result] = [as_result(one, question.words) for one in page.object_list]
    return {"count": pages.count, "found": page, "results": results, "query": urlencode({"q": question.text})}


def _searching(choice: Mapping[str, Any], here: RequestContext, question: Question) -> dict[str, Any]:
    """Return an entry of the language switcher that asks the same in the other language."""
    language = next(one for one in here.clinic.languages if one.code == choice["code"])
    query = f"?{urlencode({'q': question.text})}" if question.text else ""
    return {**choice, "url": clinic_path(language, SEARCH) + query}
