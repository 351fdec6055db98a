"""The words of a part, for people who compare two versions of it: plain text, and what differs marked."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.library.values import Part

if TYPE_CHECKING:
    from cms.library.models import LibraryPage

FIELD_LABELS: dict[str, Promise] = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "hero": gettext_lazy("Picture"),
    "search_title": gettext_lazy("Title for search engines"),
    "search_description": gettext_lazy("Description for search engines"),
}
NO_WORDS = {"policy", "id", "type"}
END_OF_PARAGRAPH = re.compile(r"(?i)(</(?:p|li|h\d|tr)>|<br\s*/?>)")
LONGEST_HEADING = 60


def words_of(value: Any) -> str:
    """Return the text in a stored value: a line for each sentence or item that stands by itself."""
    return "\n".join(_lines(value))


def _lines(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, str):
        text = unescape(strip_tags(END_OF_PARAGRAPH.sub("\\1\n", value)))
        yield from (" ".join(line.split()) for line in text.splitlines() if line.strip())
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key not in NO_WORDS:
                yield from _lines(item, key)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _lines(item, name)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield _("%(name)s no. %(number)s") % {"name": name.replace("_", " "), "number": value}


def mark_changes(before: Any, after: Any) -> tuple[SafeString, SafeString]:
    """Return the words of both stored values: what went out in ``<del>``, what came in in ``<ins>``."""
    old, new = _tokens(before), _tokens(after)
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return (
        _marked("del", [(old[start:end], step != "equal") for step, start, end, _i, _j in steps]),
        _marked("ins", [(new[start:end], step != "equal") for step, _i, _j, start, end in steps]),
    )


def _tokens(value: Any) -> list[str]:
    return re.findall(r"\n|\S+", words_of(value))


def _marked(tag: str, runs: list[tuple[list[str], bool]]) -> SafeString:
    return format_html_join(
        " ", "{}", ((_run(tag if differs else "", words),) for words, differs in runs if words)
    )


def _run(tag: str, words: list[str]) -> SafeString:
    text = " ".join(words).replace(" \n ", "\n")
    return format_html(f"<{tag}>{{}}</{tag}>", text) if tag else format_html("{}", text)


def label_of(page: LibraryPage, part: Part | None, target: str) -> str:
    """Return what people call a part of ``page``: the name of a field, or a block's heading, or its sort."""
    if target in FIELD_LABELS:
        return str(FIELD_LABELS[target])
    if part is None:
        return _("A block that the page no longer has")
    if part.heading:
        return part.heading
    block = page.body.stream_block.child_blocks.get(part.type)
    sort = str(block.label) if block else part.type
    start = words_of(part.value)[:LONGEST_HEADING]
    return f"{sort}: {start}" if start else sort
