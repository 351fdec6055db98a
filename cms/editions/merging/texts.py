"""A text as a row of tokens: a mark where each paragraph begins, and its sentences.

Splitting a paragraph adds a mark, joining two takes one away; so the words on both sides stay comparable.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from itertools import pairwise

from cms.editions.merging.sameness import normal
from cms.editions.merging.sentences import VOID, join, sentences
from cms.streams.digests import EDITOR_KEY

BLOCK_TAGS = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "div", "section",
    "table", "thead", "tbody", "tr", "td", "th", "dl", "dt", "dd", "figure",
})  # fmt: skip
STANDALONE = frozenset({"hr", "embed", "img"})
WRAPPERS = frozenset({"ul", "ol"})
NAMES = "|".join(sorted(BLOCK_TAGS | STANDALONE))
RICH = re.compile(rf"\s*<(?:{NAMES})\b", re.IGNORECASE)
BETWEEN = re.compile(rf"\s*(</?(?:{NAMES})\b[^>]*>)\s*", re.IGNORECASE)
PLAIN: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A sentence, or with ``path`` the beginning of a paragraph.

    ``path`` holds the start tags from the outermost element to the paragraph's own; none in plain text.
    ``text`` is a sentence, the editor's key of the paragraph, or with ``is_whole`` an element that is not
    taken apart. Tokens are compared by ``key``.
    """

    key: str
    text: str
    path: tuple[str, ...] | None = None
    is_whole: bool = False
    is_hollow: bool = False

    @property
    def is_mark(self) -> bool:
        """Whether a paragraph begins here."""
        return self.path is not None


def is_rich(text: str) -> bool:
    """Whether the text is rich text as Wagtail stores it: it begins with an element that stands alone."""
    return RICH.match(text) is not None


@lru_cache(maxsize=64)
def read(text: str) -> tuple[Token, ...]:
    """The tokens of a text, rich or plain."""
    if not text.strip():
        return ()
    if not is_rich(text):
        return tuple(_read_plain(text))
    parser = _Reader(text)
    if parser.is_sound and _tight(write(parser.tokens)) == _tight(text):
        return tuple(parser.tokens)
    return tuple(_whole(element) for element in parser.elements) if parser.is_sound else (_whole(text),)


def write(tokens: Sequence[Token]) -> str:
    """The text that the tokens stand for."""
    paragraphs = split(tokens)
    if all(mark.path == PLAIN and not mark.is_whole for mark, _ in paragraphs):
        return "\n".join(join([one.text for one in said]) for _, said in paragraphs)
    return _Writer().write(paragraphs)


def split(tokens: Sequence[Token]) -> list[tuple[Token, list[Token]]]:
    """The paragraphs: each mark with its sentences. Sentences before the first mark get one."""
    found: list[tuple[Token, list[Token]]] = []
    for token in tokens:
        if token.is_mark:
            found.append((token, []))
        elif not found:
            found.append((mark(("<p>",)), [token]))
        else:
            found[-1][1].append(token)
    return [(one, said) for one, said in found if said or one.is_whole or one.is_hollow]


def opened(tokens: Sequence[Token]) -> int:
    """How many elements open where these paragraphs are written: fewest if their lists stay together."""
    paths = [token.path for token in tokens if token.path is not None]
    return sum(len(path) - _still_open(before, path) for before, path in pairwise([(), *paths]))


def mark(path: tuple[str, ...], key: str = "", is_hollow: bool = False) -> Token:
    """The beginning of a paragraph."""
    return Token("¶" + "".join(path), key, path, is_hollow=is_hollow)


def _still_open(before: Sequence[str], path: Sequence[str]) -> int:
    """How many of the elements around one paragraph stay open for the next one."""
    kept = 0
    while kept < min(len(before), len(path) - 1) and before[kept] == path[kept]:
        kept += 1
    return kept


def _tight(text: str) -> str:
    """A rich text without what does not count, nor white space between paragraphs."""
    return normal(BETWEEN.sub(r"\1", text))


def _read_plain(text: str) -> list[Token]:
    tokens: list[Token] = []
    for line in text.strip().split("\n"):
        found = sentences(line)
        tokens.append(mark(PLAIN, is_hollow=not found))
        tokens.extend(_sentence(one) for one in found)
    return tokens


def _sentence(text: str) -> Token:
    return Token(normal(text), text)


def _whole(text: str) -> Token:
    return Token("¶" + normal(text), text, PLAIN, is_whole=True)


class _Reader(HTMLParser):
    """Reads rich text as it is stored. ``is_sound`` is false if its elements are not properly nested."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.tokens: list[Token] = []
        self.elements: list[str] = []
        self.is_sound = True
        self._path: list[tuple[str, str]] = []
        self._key = ""
        self._inline: list[str] = []
        self._buffer: list[str] = []
        self._element: list[str] = []
        self._is_pending = False
        self.feed(text)
        self.close()
        self.is_sound = self.is_sound and not self._path and not self._inline and not self._loose()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or ""
        self._element.append(raw)
        if tag in BLOCK_TAGS and not self._inline:
            self._finish()
            bare = EDITOR_KEY.sub("", raw)
            self._path.append((tag, bare))
            self._key = dict(attrs).get("data-block-key") or ""
            self._is_pending = tag not in WRAPPERS
        elif tag in STANDALONE and not self._path:
            self.tokens.append(_whole(raw))
            self._close_element()
        else:
            self._buffer.append(raw)
            if tag not in VOID:
                self._inline.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or ""
        self._element.append(raw)
        if tag in STANDALONE and not self._path:
            self.tokens.append(_whole(raw))
            self._close_element()
        else:
            self._buffer.append(raw)

    def handle_endtag(self, tag: str) -> None:
        raw = f"</{tag}>"
        self._element.append(raw)
        if self._inline:
            self.is_sound = self.is_sound and self._inline.pop() == tag
            self._buffer.append(raw)
            return
        if not self._path or self._path[-1][0] != tag:
            self.is_sound = False
            return
        self._finish()
        self._path.pop()
        if not self._path:
            self._close_element()

    def handle_data(self, data: str) -> None:
        self._put(data)

    def handle_entityref(self, name: str) -> None:
        self._put(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._put(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._put(f"<!--{data}-->")

    def _put(self, raw: str) -> None:
        self._element.append(raw)
        self._buffer.append(raw)

    def _loose(self) -> bool:
        return bool("".join(self._buffer).strip())

    def _finish(self) -> None:
        """End the paragraph that was being read, at the beginning or end of an element that stands alone."""
        said = sentences("".join(self._buffer))
        self._buffer = []
        if self._is_pending:
            self.tokens.append(mark(tuple(raw for _, raw in self._path), self._key, is_hollow=not said))
            self.tokens.extend(_sentence(one) for one in said)
        elif said:
            self.is_sound = False
        self._is_pending = False

    def _close_element(self) -> None:
        self.elements.append("".join(self._element).strip())
        self._element = []


class _Writer:
    """Writes paragraphs, and opens and closes the lists around them."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._out: list[str] = []
        self._keys: set[str] = set()

    def write(self, paragraphs: list[tuple[Token, list[Token]]]) -> str:
        for one, said in paragraphs:
            self._paragraph(one, [token.text for token in said])
        self._close(0)
        return "".join(self._out)

    def _paragraph(self, one: Token, said: list[str]) -> None:
        path = list(one.path or ()) or ([] if one.is_whole else ["<p>"])
        kept = _still_open(self._open, path)
        self._close(kept)
        for tag in path[kept:]:
            self._open.append(tag)
            self._out.append(tag)
        if one.is_whole:
            self._out.append(one.text)
        elif one.text and one.text not in self._keys:
            self._keys.add(one.text)  # a key that stood twice would make the editor mix up paragraphs
            self._out[-1] = f'{self._out[-1][:-1]} data-block-key="{one.text}">'
        self._out.append(join(said))

    def _close(self, kept: int) -> None:
        while len(self._open) > kept:
            name = re.match(r"<(\w+)", self._open.pop())
            self._out.append(f"</{name[1]}>" if name else "")
