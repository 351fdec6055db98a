"""What a list of results shows of a page: its title and a piece of its text, with the words marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cms.locales.search_texts import Passage, SearchText
from cms.pages.search_words import WORD, folded, tidy

LENGTH = 220  # characters: about three lines on a phone
BEFORE = 70  # of them before the first word that was found
CUT = "…"


@dataclass(frozen=True, slots=True)
class Result:
    """One page that was found, as HTML; the languages are set where they differ from the page's."""

    title: SafeString
    url: str
    kind: str
    excerpt: SafeString
    title_language: str = ""
    excerpt_language: str = ""


def as_result(found: SearchText, words: Sequence[str]) -> Result:
    """Return what the list shows of a page that was ``found`` by ``words``."""
    passage = _telling(found, words)
    return Result(
        title=marked(tidy(found.title.text), words),
        url=found.url,
        kind=found.kind,
        excerpt=marked(excerpt(passage.text, words), words),
        title_language=found.title.language,
        excerpt_language=passage.language,
    )


def marked(text: str, words: Sequence[str]) -> SafeString:
    """Return ``text`` as HTML in which every word that begins with one of ``words`` is marked."""
    pieces: list[tuple[SafeString]] = []
    end = 0
    for match in WORD.finditer(text):
        if _begins_with(match[0], words):
            pieces.append((format_html("{}<mark>{}</mark>", text[end : match.start()], match[0]),))
            end = match.end()
    return format_html_join("", "{}", [*pieces, (text[end:],)])


def excerpt(text: str, words: Sequence[str]) -> str:
    """Return at most about ``LENGTH`` characters of ``text`` from shortly before the first word found."""
    line = tidy(text)
    if len(line) <= LENGTH:
        return line
    hit = next((match.start() for match in WORD.finditer(line) if _begins_with(match[0], words)), 0)
    begin = 0 if hit <= BEFORE else line.find(" ", hit - BEFORE, hit) + 1 or hit
    end = len(line) if len(line) <= begin + LENGTH else line.rfind(" ", begin, begin + LENGTH)
    if end <= begin:
        end = begin + LENGTH  # one endless word
    return f"{CUT + ' ' if begin else ''}{line[begin:end]}{' ' + CUT if end < len(line) else ''}"


def _telling(found: SearchText, words: Sequence[str]) -> Passage:
    """Return the passage with most of the words; the summary, which sums it up, before any other."""
    return max((found.summary, *found.passages), key=lambda one: _count(one.text, words))


def _count(text: str, words: Sequence[str]) -> int:
    plain = folded(text)
    return sum(f" {word}" in plain for word in words)


def _begins_with(word: str, words: Sequence[str]) -> bool:
    return folded(word)[1:].startswith(tuple(words))
